from bot.helpline.records import Purpose, Status
from bot.ports import Inbound, Outbound


def test_a_text_is_stored_once_and_read_back(store, clock):
    sms = Inbound("simulated", "m1", "+99361000001", "Salam, kömek gerek")
    with store.begin() as work:
        number = work.identifiers.find_or_add("+99361000001", "phone")
        first = work.messages.add_inbound(sms, number.id, clock.now(), Status.WAITING)
        again = work.messages.add_inbound(sms, number.id, clock.now(), Status.WAITING)
        talk = work.conversations.of(number.id, clock.now())
        out = work.messages.add_outbound(
            Outbound(number.id, "Salam!", Purpose.REPLY, clock.now(), talk.id), "simulated", clock.now()
        )
        work.commit()
    with store.begin() as work:
        assert again is None
        assert work.messages.get(first).text == sms.text
        assert work.messages.next_due(clock.now()).id == out
        assert [m.id for m in work.messages.thread(talk.id)] == [first, out]
