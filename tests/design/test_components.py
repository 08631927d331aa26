"""Each component, drawn from the contexts of the style guide."""

from collections import Counter
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from portal.styleguide.contexts import SampleForm, contexts
from portal.styleguide.views import described
from tests.design.markup import elements, forbidden, parsed, texts

pytestmark = pytest.mark.once

FOLDER = Path(__file__).resolve().parent.parent.parent / "templates" / "components"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))
VARIANTS = [(name, number) for name, given in contexts().items() for number in range(len(given))]


def drawn(name: str, /, **given) -> str:
    return render_to_string(f"components/{name}.html", given)


def sample(name: str, number: int = 0) -> str:
    return drawn(name, **contexts()[name][number])


def test_every_component_stands_in_the_style_guide():
    assert sorted(contexts()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_component_opens_with_its_variables(name):
    assert described(name).endswith(".")


@pytest.mark.parametrize(("name", "number"), VARIANTS, ids=[f"{name}-{number}" for name, number in VARIANTS])
def test_component_holds_nothing_the_policy_refuses(name, number):
    assert list(forbidden(sample(name, number))) == []


@pytest.mark.parametrize(("name", "number"), VARIANTS, ids=[f"{name}-{number}" for name, number in VARIANTS])
def test_component_uses_no_id_twice(name, number):
    ids = Counter(found.get("id") for found in parsed(sample(name, number)).iter() if found.get("id"))

    assert [found for found, times in ids.items() if times > 1] == []


@pytest.mark.parametrize(
    "name",
    ["agenda_item", "breadcrumb", "card_insight", "card_story", "chips", "empty", "evidence_row", "person", "quote"],
)
def test_component_escapes_what_people_write(name):
    sharp = "<script>alert(1)</script>"
    given = contexts()[name][0] | dict.fromkeys(("title", "text", "name", "meta", "why", "sentence", "current"), sharp)
    given["chips"] = [{"text": sharp, "url": "?"}]

    assert elements(drawn(name, **given), "script") == []


def test_card_keeps_a_word_with_one_letter_before_its_hyphen_on_one_line():
    card = drawn("card_story", title="I-coaches <b> en ict-collega's", url="/", kind="Verhaal")

    assert '<span class="nowrap">I-coaches</span> &lt;b&gt; en ict-collega&#x27;s</a>' in card


def test_field_ties_label_help_and_error_to_its_input():
    field = SampleForm({"name": ""})["name"]

    html = drawn("field", field=field)

    [entry] = elements(html, "input")
    assert [label.get("for") for label in elements(html, "label")] == [entry.get("id")]
    assert entry.get("aria-invalid") == "true"
    ids = [found.get("id") for found in parsed(html).iter() if found.get("id")]
    assert entry.get("aria-describedby").split() == ["id_name_helptext", "id_name_error"]
    assert set(entry.get("aria-describedby").split()) <= set(ids)


def test_field_says_in_words_what_may_stay_empty():
    form = SampleForm()

    assert texts(elements(drawn("field", field=form["about"]), "label")[0]) == "Wat wil je delen? (mag leeg blijven)"
    assert texts(elements(drawn("field", field=form["name"]), "label")[0]) == "Hoe heet je?"


def test_field_puts_choices_in_a_fieldset_with_its_question():
    html = drawn("field", field=SampleForm()["mode"])

    assert [texts(found) for found in elements(html, "legend")] == ["Hoe kom je?"]
    assert len(elements(html, "input")) == 2


def test_field_puts_the_box_before_its_words():
    [label] = elements(drawn("field", field=SampleForm()["pair"]), "label")

    assert [child.tag for child in label] == ["input", "span"]


def test_form_errors_link_to_each_field():
    form = SampleForm({"email": "noor@"})

    html = drawn("form_errors", form=form)

    links = {link.get("href"): texts(link) for link in elements(html, "a")}
    assert links == {
        "#id_name": "Hoe heet je? – Vul dit in.",
        "#id_email": "E-mailadres van je werk – Dit e-mailadres klopt niet. Kijk het na.",
        "#id_role": "Wat doe je? – Vul dit in.",
        "#id_mode": "Hoe kom je? – Vul dit in.",
    }
    page = str(form)
    ids = {found.get("id") for found in parsed(page).iter() if found.get("id")}
    assert {href.removeprefix("#") for href in links} <= ids


def test_form_errors_count_in_words():
    one = SampleForm({"name": "Noor", "email": "noor@lindenwaard.example", "role": "coach"})
    four = SampleForm({})

    assert texts(elements(drawn("form_errors", form=one), "h2")[0]) == "Eén ding klopt nog niet"
    assert texts(elements(drawn("form_errors", form=four), "h2")[0]) == "4 dingen kloppen nog niet"
    assert drawn("form_errors", form=SampleForm()).strip() == ""


def test_whole_form_starts_with_its_summary():
    html = str(SampleForm({}))

    first = next(iter(parsed(html)))
    assert (first.get("class"), first.get("role"), first.get("tabindex")) == ("error-summary", "alert", "-1")


def test_pager_keeps_the_filters_and_gives_the_first_page_one_address():
    html = sample("pager", 0)

    first = [link.get("href") for link in elements(html, "a")]
    assert first == ["?thema=ai&pagina=2", "?thema=ai&pagina=10", "?thema=ai&pagina=2"]
    middle = [link.get("href") for link in elements(sample("pager", 1), "a")]
    assert middle == ["?pagina=4", "?", "?pagina=4", "?pagina=6", "?pagina=10", "?pagina=6"]


def test_pager_says_which_page_this_is():
    [current] = [found for found in parsed(sample("pager", 1)).iter() if found.get("aria-current")]

    assert texts(current) == "Pagina 5"


def test_date_block_reads_as_a_whole_date():
    html = sample("date_block")

    [moment] = elements(html, "time")
    assert moment.get("datetime") == "2027-01-14"
    assert [texts(child) for child in moment] == ["14", "jan", "14 januari 2027"]


def test_facet_group_says_which_filter_is_on():
    links = elements(sample("facet_group"), "a")

    assert [link.get("aria-current") for link in links] == ["true", None, None]
    assert texts(links[0]) == "i-coach (gekozen, haal dit filter weg) 9"


def test_evidence_bar_is_left_to_the_words_beside_it():
    [bar] = [found for found in parsed(sample("evidence_bar")).iter() if found.get("class") == "bar"]

    assert bar.get("aria-hidden") == "true"
    assert [segment.get("class") for segment in bar] == [None, None, None, "partly", "against", "against"]


def test_account_links_hold_no_form():
    html = sample("account_links", 1)

    assert [(texts(link), link.get("href")) for link in elements(html, "a")] == [
        ("Mijn pagina", "/mijn/"),
        ("Uitloggen", "/account/logout/"),
    ]
    assert elements(html, "form") == []
