"""Code names: what staff call a person whose name and number they do not see."""

from __future__ import annotations

import secrets

COLOURS = (
    "amber ash blue bright bronze brown calm clear copper coral cream dawn deep early fern frost gentle gold green "
    "grey hazel honey ivory jade late lilac light linen little mellow mild misty moss night olive opal pale pearl "
    "plum quick quiet river rose russet sage sand silver sky slate snow soft spring star still summer swift tall "
    "teal velvet violet warm white wild winter young"
)
BIRDS = (
    "avocet bee-eater bittern bunting bustard chat coot crane curlew dove duck dunlin eagle egret falcon finch "
    "flamingo goldfinch goose grebe gull harrier hawk heron hobby hoopoe ibis jay kestrel kingfisher kite lapwing "
    "lark linnet magpie mallard martin nightjar nuthatch oriole osprey owl partridge pelican petrel pheasant pigeon "
    "pipit plover quail raven redstart robin rook sandgrouse sandpiper shrike siskin snipe sparrow spoonbill "
    "starling stilt stork swallow swan teal tern thrush turnstone wagtail warbler wheatear woodpecker wren"
)
PLAIN_TRIES = 3


def draw_code_name(tries: int = 0) -> str:
    """Return a colour and a bird; after three tries with a number, so that however many there are one is free."""
    name = f"{secrets.choice(COLOURS.split())} {secrets.choice(BIRDS.split())}"
    return name if tries < PLAIN_TRIES else f"{name} {secrets.randbelow(10 ** min(tries, 9)) + 2}"
