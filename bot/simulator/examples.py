"""Examples: first texts to try in the simulator, written as people write them."""

from __future__ import annotations

TURKMEN = {
    "child": ["salam", "meni polisiya cagyrdylar, name etmeli?", "mekdepde meni uryarlar"],
    "parent": ["Ogluma sosial işgär gerek", "chaga pulyny nadip almaly?", "oglum mekdebe gidenok, näme etmeli"],
}
RUSSIAN = {
    "child": ["привет", "меня вызвали в полицию, что делать?", "kakie u menya prava?"],
    "parent": ["Сыну нужен социальный работник", "как оформить детское пособие?", "syn ne hodit v shkolu, chto delat"],
}
BOTH = {
    "child": ["salam", "meni polisiya cagyrdylar, name etmeli?", "какие у меня права?"],
    "parent": ["Ogluma sosial işgär gerek", "как оформить детское пособие?", "chaga pulyny nadip almaly?"],
}


def examples(language: str) -> dict[str, list[str]]:
    """Return texts for each role; a reader of neither language gets some of both."""
    return {"tk": TURKMEN, "ru": RUSSIAN}.get(language, BOTH)
