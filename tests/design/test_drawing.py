"""Drawings: whole XML, right places, nothing unescaped, the same each time."""

import math
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from portal.shared.drawing import (
    BeforeAfter,
    BridgeArc,
    BridgePoint,
    Direction,
    before_after_chart,
    bridge_diagram,
    bridge_key,
    bridge_list,
    dutch_number,
    evidence_bar,
    story_picture,
    with_unit,
)
from portal.shared.drawing.colours import ICT, INK, ONDERWIJS
from portal.shared.drawing.pictures import PALETTES
from portal.shared.drawing.text import wrapped

SHARP = 'A & B <script>alert("1")</script>'
POINTS = [BridgePoint(key=key, name=f"School {key.upper()}") for key in "abcd"]


def read(svg: str) -> ET.Element:
    """Read a drawing as XML; one that is not whole raises."""
    return ET.fromstring(svg)  # noqa: S314 - drawn by ourselves


def strokes(svg: str) -> list[str]:
    """List the colours of the arcs, from back to front; pillars and the deck are left out."""
    return [path.get("stroke") for path in read(svg).iter("path") if path.get("stroke-linecap") == "round"]


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, None, "0"),
        (1234567, None, "1.234.567"),
        (1234.5, None, "1.234,5"),
        (Decimal("3.25"), None, "3,25"),
        (2.0, 1, "2,0"),
        (-3, None, "−3"),
        (-0.001, None, "0"),
        (100, None, "100"),
    ],
)
def test_number_is_written_the_dutch_way(value, decimals, written):
    assert dutch_number(value, decimals=decimals) == written


def test_unit_follows_its_number():
    assert [with_unit(61, "%"), with_unit(3.5, "uur"), with_unit(19, "")] == ["61%", "3,5 uur", "19"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ROC De Nieuwe Vaart", ["ROC De", "Nieuwe", "Vaart"]),
        ("Kort", ["Kort"]),
        ("Onafscheidelijkheid", ["Onafschei…"]),
        ("een twee drie vier vijf zes", ["een twee", "drie vier", "vijf zes"]),
    ],
)
def test_name_is_broken_over_lines(name, lines):
    assert wrapped(name, room=10, lines=3) == lines


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_diagram_shows_every_school_and_each_arc_in_its_colour(draw):
    arcs = [
        BridgeArc("a", "b", Direction.TEACHER_AT_ICT),
        BridgeArc("a", "c", Direction.ICT_IN_TEAM),
        BridgeArc("a", "d", Direction.COACH_WITH_COACH),
    ]

    svg = draw(POINTS, arcs, title="Drie bruggen")

    root = read(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", "Drie bruggen")
    assert ["".join(text.itertext()) for text in root.iter("text")] == [point.name for point in POINTS]
    assert strokes(svg) == [INK, ICT, ONDERWIJS]


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_diagram_escapes_names_and_title(draw):
    svg = draw([BridgePoint(key="a", name=SHARP)], [], title=SHARP)

    root = read(svg)
    assert root.get("aria-label") == SHARP
    assert list(root.iter("script")) == []


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_diagram_draws_a_loop_inside_one_school(draw):
    svg = draw(POINTS, [BridgeArc("b", "b", Direction.TEACHER_AT_ICT)])

    [loop] = [path for path in read(svg).iter("path") if path.get("stroke-linecap") == "round"]
    assert loop.get("d").endswith("0 0")
    assert "c" in loop.get("d")


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_diagram_leaves_out_an_arc_to_an_unknown_school(draw):
    assert strokes(draw(POINTS, [BridgeArc("a", "z", Direction.ICT_IN_TEAM)])) == []


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_diagram_nests_arcs_of_the_same_pair(draw):
    arcs = [BridgeArc("a", "b", Direction.TEACHER_AT_ICT), BridgeArc("b", "a", Direction.ICT_IN_TEAM)]

    paths = [p.get("d") for p in read(draw(POINTS, arcs)).iter("path") if p.get("stroke-linecap") == "round"]

    assert len(set(paths)) == 2


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_diagram_stands_without_schools(draw):
    assert read(draw([], [])).tag == "svg"


def test_both_directions_share_a_gradient_that_is_unique_per_drawing():
    arcs = [BridgeArc("a", "b", Direction.BOTH)]

    wide, tall = bridge_diagram(POINTS, arcs), bridge_list(POINTS, arcs)

    ids = [read(svg).find(".//linearGradient").get("id") for svg in (wide, tall)]
    assert len(set(ids)) == 2
    assert strokes(wide) == [f"url(#{ids[0]})"]


def test_pillars_reach_their_arc():
    svg = bridge_diagram(POINTS, [BridgeArc("a", "b", Direction.TEACHER_AT_ICT)], width=400)

    [pillars] = [p.get("d") for p in read(svg).iter("path") if p.get("opacity")]
    # Points at 50 and 150: radius 50, rise 41; pillars at a third and two thirds.
    height = 50 * 0.82 * math.sqrt(1 - ((83.333 - 100) / 50) ** 2)
    assert pillars == f"M83.3 70v-{height:.1f}M116.7 70v-{height:.1f}"


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_many_arcs_stand_without_pillars(draw):
    points = [BridgePoint(key=str(number), name=f"School {number}") for number in range(20)]

    few, many = (
        draw(points, [BridgeArc("0", str(other), Direction.TEACHER_AT_ICT) for other in range(1, count + 1)])
        for count in (16, 17)
    )

    assert ["opacity" in few, "opacity" in many] == [True, False]


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_each_direction_has_a_line_of_its_own_besides_its_colour(draw):
    lines = set()
    for direction in Direction:
        svg = read(draw(POINTS, [BridgeArc("a", "b", direction)]))
        arcs = [path for path in svg.iter("path") if path.get("fill") == "none"]
        lines.add((len(arcs), arcs[0].get("stroke-dasharray")))

    assert len(lines) == len(Direction)


@pytest.mark.parametrize("direction", Direction)
def test_key_draws_the_line_of_the_arcs(direction):
    sample = read(bridge_key(direction))
    drawn = read(bridge_diagram(POINTS, [BridgeArc("a", "b", direction)]))

    [arc, *_core] = [path for path in drawn.iter("path") if path.get("fill") == "none"]
    lines = list(sample.iter("path"))
    assert (sample.get("aria-hidden"), lines[0].get("stroke-dasharray")) == ("true", arc.get("stroke-dasharray"))
    assert len(lines) == (2 if direction is Direction.BOTH else 1)


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_arc_of_several_says_how_many(draw):
    one, several = (draw(POINTS, [BridgeArc("a", "b", Direction.ICT_IN_TEAM, count=count)]) for count in (1, 12))

    numbers = [[text.text for text in read(svg).iter("text") if text.text] for svg in (one, several)]
    assert numbers == [[], ["12"]]


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_drawing_without_addresses_is_one_picture(draw):
    root = read(draw(POINTS, [BridgeArc("a", "b", Direction.ICT_IN_TEAM)], title="Eén brug"))

    assert (root.get("role"), root.get("aria-label"), list(root.iter("a"))) == ("img", "Eén brug", [])


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_arcs_with_an_address_are_named_links_and_the_rest_is_hidden(draw):
    arcs = [
        BridgeArc("a", "b", Direction.ICT_IN_TEAM, url="?pagina=2&x=1#brug-3", label=SHARP),
        BridgeArc("c", "c", Direction.TEACHER_AT_ICT, url="#brug-9", label="Binnen School C"),
    ]

    root = read(draw(POINTS, arcs, title="Twee bruggen"))

    links = [(link.get("href"), link.find("title").text) for link in root.iter("a")]
    assert sorted(links) == [("#brug-9", "Binnen School C"), ("?pagina=2&x=1#brug-3", SHARP)]
    hidden = [group for group in root if group.get("aria-hidden") == "true"]
    assert root.get("role") == "group"
    assert len([text for group in hidden for text in group.iter("text")]) == len(POINTS)


@pytest.mark.parametrize("draw", [bridge_diagram, bridge_list])
def test_loops_of_one_school_lie_around_each_other(draw):
    arcs = [BridgeArc("b", "b", Direction.TEACHER_AT_ICT), BridgeArc("b", "b", Direction.ICT_IN_TEAM)]

    loops = [p.get("d") for p in read(draw(POINTS, arcs)).iter("path") if p.get("fill") == "none"]

    assert len(set(loops)) == 2


@pytest.mark.parametrize(("draw", "room"), [(bridge_diagram, 205), (bridge_list, 114)])
def test_widest_arc_stays_inside_the_drawing_and_short_ones_stay_open(draw, room):
    points = [BridgePoint(key=str(number), name=f"School {number}") for number in range(16)]
    arcs = [BridgeArc("0", "15", Direction.TEACHER_AT_ICT), BridgeArc("3", "4", Direction.TEACHER_AT_ICT)]

    paths = [p.get("d") for p in read(draw(points, arcs)).iter("path") if p.get("fill") == "none"]

    radii = [[float(part) for part in path[path.index("A") + 1 :].split()[:2]] for path in paths]
    rises = [min(pair) if draw is bridge_diagram else pair[0] for pair in radii]
    assert rises[0] == pytest.approx(room)
    assert rises[1] > 25


def test_story_picture_is_the_same_each_time():
    assert story_picture("verhaal-1") == story_picture("verhaal-1")
    assert story_picture("verhaal-1") != story_picture("verhaal-2")


def test_story_pictures_use_every_variant_and_palette():
    grounds = {read(story_picture(f"verhaal-{n}"))[0].get("fill") for n in range(80)}
    shapes = {len(read(story_picture(f"verhaal-{n}", "ict"))) for n in range(80)}

    assert grounds == {palette.ground for palette in PALETTES.values()}
    assert len(shapes) >= 4


def test_story_picture_is_hidden_from_screen_readers():
    root = read(story_picture("verhaal-1"))

    assert (root.get("aria-hidden"), root.get("viewBox")) == ("true", "0 0 400 300")


def test_chart_scales_per_unit_and_names_each_value():
    svg = before_after_chart(
        [BeforeAfter("Docenten", 25, 50, "%"), BeforeAfter("Vragen", 40, 20), BeforeAfter("Tijd", None, 3.5, "uur")]
    )

    root = read(svg)
    bars = [float(bar.get("width")) for bar in root.iter("rect") if bar.get("x")]
    assert bars == [75, 150, 300, 150, 300]
    assert [text.text for text in root.iter("text")] == [
        *("Docenten", "voor", "25%", "na", "50%"),
        *("Vragen", "voor", "40", "na", "20"),
        *("Tijd", "voor", "niet gemeten", "na", "3,5 uur"),
    ]


def test_chart_tells_before_from_after_by_pattern_too():
    root = read(before_after_chart([BeforeAfter("Docenten", 25, 50, "%")]))

    pattern = root.find(".//pattern").get("id")
    assert [bar.get("fill") for bar in root.iter("rect") if bar.get("x")] == [f"url(#{pattern})", ONDERWIJS]


def test_chart_escapes_labels_and_units():
    root = read(before_after_chart([BeforeAfter(SHARP, 0, 0, "<b>")], title=SHARP))

    assert list(root.iter("script")) == []
    assert root.get("aria-label") == SHARP


def test_chart_escapes_the_words_beside_its_bars():
    rows, words = [BeforeAfter("Toetsen", 1, None, "%")], ("<i>voor", "na & later", "<b>niet gemeten")

    root = read(before_after_chart(rows, title="x", before_word=words[0], after_word=words[1], missing_word=words[2]))

    assert set(words) <= {text.text for text in root.iter("text")}


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        ((0, 0, 0), ()),
        ((2, 1, 1), ("supports", "supports", "partly", "contradicts")),
        ((60, 1, 20), ("supports",) * 12 + ("partly",) + ("contradicts",) * 4),
    ],
)
def test_evidence_bar_keeps_the_shares(counts, drawn):
    assert evidence_bar(*counts) == drawn
