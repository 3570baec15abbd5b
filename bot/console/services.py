"""Services: the directory as people are told of it: list, form, retire, history."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from bot.answers.regions import velayat_of
from bot.answers.service import Service
from bot.console import services_words as said
from bot.console.room import desk, me
from bot.console.services_form import blank, read_form
from bot.desk import directory
from bot.desk.directory import BadEntry, ChangedMeanwhile, EmergencyStays, Kept, NoSuchService
from bot.web.locale import language


def add_views(console: Blueprint) -> None:
    """Add the views."""
    add = console.add_url_rule
    add("/services", "services", services)
    add("/services/new", "services_new", new)
    add("/services/new", "services_add", add_one, methods=["POST"])
    add("/services/<service_id>", "services_edit", edit)
    add("/services/<service_id>", "services_save", save, methods=["POST"])
    add("/services/<service_id>/retire", "services_retire", retire, methods=["POST"])
    add("/services/<service_id>/bring-back", "services_bring_back", bring_back, methods=["POST"])
    add("/services/<service_id>/history", "services_history", history)


def services() -> str:
    """List the services by place."""
    show, region = request.args.get("show", ""), request.args.get("region", "")
    words = request.args.get("words", "").strip()
    rows = directory.list_services(
        desk(), region=region or None, words=words, stale=show == "stale", retired=show == "retired"
    )
    return render_template(
        "console/services/list.html",
        groups=_by_place(rows),
        show=show,
        region=region,
        asked=words,
        regions=said.regions(),
        said=said,
        stale_count=len(directory.list_services(desk(), stale=True)),
    )


def new() -> str:
    """Show an empty form."""
    return _form(Kept(blank(request.args.get("region", ""))))


def add_one() -> ResponseReturnValue:
    """Keep a new service."""
    return _keep("", Kept(blank()))


def edit(service_id: str) -> str:
    """Show the form of a service; an emergency number has none."""
    return _form(_found(service_id))


def save(service_id: str) -> ResponseReturnValue:
    """Keep what the form says."""
    return _keep(service_id, _found(service_id))


def retire(service_id: str) -> ResponseReturnValue:
    """Tell nobody of it any more."""
    try:
        directory.retire(desk(), me().id, _found(service_id).service.id, seen=_seen())
        flash(_("Retired: nobody is told of it any more."))
    except EmergencyStays:
        flash(_("Emergency numbers always stay."), "error")
    except ChangedMeanwhile:
        flash(_("Somebody else has changed this service meanwhile."), "error")
    return redirect(url_for("console.services"))


def bring_back(service_id: str) -> ResponseReturnValue:
    """Tell of it again."""
    try:
        directory.bring_back(desk(), me().id, _found(service_id).service.id, seen=_seen())
        flash(_("Brought back: people are told of it again."))
    except (EmergencyStays, ChangedMeanwhile):
        flash(_("Somebody else has changed this service meanwhile."), "error")
    except BadEntry as bad:
        flash(" ".join(said.fault(code) for code in bad.faults), "error")
    return redirect(url_for("console.services_edit", service_id=service_id))


def history(service_id: str) -> str:
    """Show who changed what."""
    kept = _found(service_id)
    changes = directory.history(desk(), service_id)
    return render_template("console/services/history.html", kept=kept, changes=changes, said=said)


def _keep(service_id: str, kept: Kept) -> ResponseReturnValue:
    service = read_form(request.form, kept.service)
    try:
        directory.save(desk(), me().id, service, seen=_seen())
    except EmergencyStays:
        flash(_("Emergency numbers always stay."), "error")
        return redirect(url_for("console.services_edit", service_id=service_id))
    except BadEntry as bad:
        return _form(_typed(kept, service, _seen()), [said.fault(code) for code in bad.faults]), 400
    except ChangedMeanwhile:
        words = _("Somebody else has changed this service meanwhile. Look at its history; saving again replaces that.")
        return _form(_typed(kept, service, kept.version), [words]), 400
    flash(_("Saved. People are told so from now on."))
    return redirect(url_for("console.services", region=velayat_of(desk().library.regions, service.region) or "all"))


def _typed(kept: Kept, service: Service, version: int) -> Kept:
    return Kept(service, version, kept.at, kept.by, kept.is_stale)


def _form(kept: Kept, faults: list[str] | None = None) -> str:
    service = kept.service
    return render_template(
        "console/services/form.html",
        kept=kept,
        service=service,
        faults=faults or [],
        regions=said.regions(),
        groups=said.topics(),
        said=said,
        # A number that nobody has called is shown beside the field, and never stands in it.
        hint=service.phone if service.phone and not service.known_phone and not faults else None,
        today=said.today(),
    )


def _found(service_id: str) -> Kept:
    try:
        return directory.look_up(desk(), service_id)
    except NoSuchService:
        abort(404)


def _seen() -> int:
    version = request.form.get("version", "0")
    return int(version) if version.isdecimal() else 0


def _use(row: Kept) -> int:
    return said.USES.index(row.service.use) if row.service.use in said.USES else len(said.USES)


def _by_place(rows: list[Kept]) -> list[tuple[str, list[Kept]]]:
    """Group by velayat: the whole country first, then as regions.yml has them."""
    regions = desk().library.regions
    order = ["", *regions]

    def place(row: Kept) -> str:
        return velayat_of(regions, row.service.region) or ""

    rows = sorted(rows, key=lambda row: (order.index(place(row)), not row.service.is_emergency, _use(row)))
    return [
        (regions[name].name(language()) if name else _("The whole country"), list(members))
        for name, members in groupby(rows, key=place)
    ]
