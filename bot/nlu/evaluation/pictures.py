"""Draw what the tables cannot show: who is taken for whom, whether confidence is honest, what danger costs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.corpus import topic_groups
from bot.nlu.evaluation.scores import Scored


def draw(scored: Sequence[Scored], folder: Path) -> list[Path]:
    """Draw every picture for which there are rows; return their files."""
    import matplotlib  # noqa: PLC0415 (slow, and only here)

    matplotlib.use("Agg")
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # old files of styles, read by a newer parser
    folder.mkdir(parents=True, exist_ok=True)
    about = [one for one in scored if one.row.topic and one.heard.ranking]
    drawn = []
    if about:
        drawn += [_confusion(about, folder / "confusion.png"), _reliability(about, folder / "reliability.png")]
    if any(one.is_urgent for one in scored) and any(not one.is_urgent for one in scored):
        drawn.append(_danger(scored, folder / "danger.png"))
    return drawn


def _confusion(about: Sequence[Scored], file: Path) -> Path:
    topics = list(topic_groups())
    place = {topic: number for number, topic in enumerate(topics)}
    counts = np.zeros((len(topics), len(topics)))
    for one in about:
        counts[place[one.row.topic], place[one.row.topic if one.place == 0 else one.heard.ranking[0][0]]] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = _canvas(16, 15)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(topics)), topics, rotation=90, fontsize=6)
    axes.set_yticks(range(len(topics)), topics, fontsize=6)
    axes.set_xlabel("understood as")
    axes.set_ylabel("meant")
    return _saved(figure, file)


def _reliability(about: Sequence[Scored], file: Path) -> Path:
    chances = np.array([one.heard.ranking[0][1] for one in about])
    right = np.array([one.place == 0 for one in about])
    edges = np.linspace(0, 1, 11)
    bins = np.clip(np.digitize(chances, edges) - 1, 0, 9)
    figure, axes = _canvas(6, 5)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, label="honest")
    filled = [number for number in range(10) if (bins == number).any()]
    axes.plot(
        [chances[bins == number].mean() for number in filled],
        [right[bins == number].mean() for number in filled],
        marker="o",
        label="measured",
    )
    for number in filled:
        spot = (chances[bins == number].mean(), right[bins == number].mean())
        axes.annotate(str(int((bins == number).sum())), spot, textcoords="offset points", xytext=(6, -10), fontsize=7)
    axes.set_xlabel("confidence of the first topic")
    axes.set_ylabel("share that is right")
    axes.legend()
    return _saved(figure, file)


def _danger(scored: Sequence[Scored], file: Path) -> Path:
    """Draw recall over false alarms as the threshold on the topics moves, and the point where all ears stand."""
    from bot.nlu.corpus import topic_dangers  # noqa: PLC0415

    urgent = np.array([one.is_urgent for one in scored])
    heard = np.array([sum(p for topic, p in one.heard.ranking if topic in topic_dangers()) for one in scored])
    steps = np.unique(np.concatenate([np.linspace(0.01, 1, 100), [0.0]]))
    figure, axes = _canvas(6, 5)
    axes.plot(
        [100 * (heard[~urgent] >= step).mean() for step in steps],
        [100 * (heard[urgent] >= step).mean() for step in steps],
        label="the topics alone",
    )
    alarmed = np.array([one.alarmed for one in scored])
    axes.scatter([100 * alarmed[~urgent].mean()], [100 * alarmed[urgent].mean()], color="red", label="all ears")
    axes.set_xlabel("false alarms, %")
    axes.set_ylabel("danger heard, %")
    axes.legend()
    return _saved(figure, file)


def _canvas(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib import pyplot  # noqa: PLC0415

    return pyplot.subplots(figsize=(width, height), layout="constrained")


def _saved(figure: Any, file: Path) -> Path:
    from matplotlib import pyplot  # noqa: PLC0415

    figure.savefig(file, dpi=110)
    pyplot.close(figure)
    return file
