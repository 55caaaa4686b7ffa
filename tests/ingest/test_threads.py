"""What a message does in a conversation, by messages made up in English, French and German."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.threads import Act, act
from tests.ingest.conftest import at_most

MEGABYTE = 1_000_000
LONG = "The valve opens at three bar and closes at two, as the sheet of its maker says. "


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How do I drain the pump?"),
        ("en", "Hello all,\n\nwhich valve fits the north hall?\n\nThanks,\nAda"),
        ("en", "Does anybody know who repairs the crane"),
        ("en", "Has anyone worked with the new permits before."),
        ("en", "I get the error 'no pressure' when the pump starts, what can I do"),
        ("en", "I am trying to read the meter, but the display stays dark."),
        ("en", "I would like to weld two pipes of copper.\n\nBest regards,\nAda"),
        ("en", "The pump stops at noon. Any ideas?"),
        ("en", "Some help with the crane would be greatly appreciated."),
        ("en", "The tide tables of May are missing. Thanks in advance for any pointer."),
        ("en", "I was wondering whether the fence needs a permit."),
        ("en", "Is there a way to cool the hall without water"),
        ("en", "Anybody here who knows the crane??!"),
        ("en", "My question is about the new fence."),
        ("en", "I can't figure out where the leak is."),
        ("en", 'Who wrote "The pump and I?"'),
        ("fr", "Bonjour, comment faire pour vider la pompe ?"),
        ("fr", "Quelqu'un sait qui répare la grue"),
        ("fr", "Où trouver le plan du hall nord\u202f?"),
        ("fr", "Je cherche un permis pour la clôture."),
        ("fr", "La pompe s\u2019arrête à midi, je ne comprends pas."),
        ("fr", "J'ai une erreur au démarrage de la grue.\n\nMerci d'avance,\nAda"),
        ("fr", "Y a-t-il un plan des vannes"),
        ("fr", "Comment purger la vanne ? Voici ce que dit la notice : rien."),
        ("de", "Weiß jemand, wer den Kran repariert"),
        ("de", "Wie kann ich die Pumpe leeren"),
        ("de", "Hallo, welches Ventil passt in die Nordhalle?\n\nViele Grüße\nAda"),
        ("de", "Ich bekomme beim Start der Pumpe eine Fehlermeldung."),
        ("de", "Gibt es einen Plan der Ventile"),
        ("de", "Der Kran steht still. Vielen Dank im Voraus für jede Hilfe."),
        ("de", "Ich habe eine Frage zum Zaun."),
    ],
)
def test_whoever_opens_with_a_question_or_a_trouble_asks(language: str, text: str) -> None:
    assert act(text, language, is_reply=False) == "asks"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The new crane arrived today. It stands in the north hall."),
        ("en", "I am pleased to announce the new pump. Questions? Write to the workshop."),
        ("en", "The workshop on valves will be held in May. Would you like to come?"),
        ("en", "Minutes of Monday: the fence is built, the permit is filed."),
        ("en", "Have you tried the second valve? It opens wider."),
        ("en", "You can drain it from below. I had the same problem in May."),
        ("fr", "J'ai le plaisir de vous annoncer l'ouverture du hall. Des questions ?"),
        ("fr", "Le compte rendu de lundi : la clôture est posée."),
        ("de", "Ab sofort steht der neue Kran in der Nordhalle. Noch Fragen?"),
        ("de", "Das Protokoll vom Montag: Der Zaun ist gebaut."),
    ],
)
def test_whoever_opens_with_news_or_with_advice_tells(language: str, text: str) -> None:
    assert act(text, language, is_reply=False) == "tells"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Did you try the second valve? You should open it first."),
        ("en", "Why don't you use the crane?"),
        ("en", "Open the second valve, then the first. Does that help you?"),
        ("en", "Which pump do you have?"),
        ("en", "Isn't that what the red lever is for?"),
        ("en", "Thanks for the report, the leak of the second valve is closed since Monday."),
        ("en", "Look at the sheet on page three. Hope this helps."),
        ("en", "The second one."),
        ("fr", "As-tu essayé la deuxième vanne ? Il faut l'ouvrir d'abord."),
        ("fr", "Vous avez quelle pompe ?"),
        ("fr", "Il suffit d'ouvrir la deuxième vanne."),
        ("de", "Hast du das zweite Ventil probiert? Du solltest es zuerst öffnen."),
        ("de", "Welche Pumpe haben Sie?"),
        ("de", "Das steht auf Seite drei der Anleitung."),
    ],
)
def test_an_answer_tells_also_when_it_asks_back(language: str, text: str) -> None:
    assert act(text, language, is_reply=True) == "tells"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thanks. It still fails with the same noise, what now?"),
        ("en", "Does anybody know whether this holds for the south hall?"),
        ("en", "I opened it, and the pump runs dry. How can I fill it again?"),
        ("fr", "Merci ! J'ai toujours la même erreur, que faire ?"),
        ("de", "Danke. Wie kann ich sie danach wieder füllen?"),
    ],
)
def test_a_reply_that_goes_on_asking_asks(language: str, text: str) -> None:
    assert act(text, language, is_reply=True) == "asks"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thanks!"),
        ("en", "thx"),
        ("en", "+1"),
        ("en", ":+1:"),
        ("en", "👍"),
        ("en", "Same here."),
        ("en", "Me too"),
        ("en", "great!"),
        ("en", "Works now, thank you"),
        (
            "en",
            "Hi Ada,\n\nmany thanks for your quick reply, that solved my problem.\n\nBest\nBob",
        ),
        ("en", "<@U123ABC> brilliant, thanks :slightly_smiling_face:"),
        ("en", "Agreed, sounds good."),
        ("fr", "Merci beaucoup, ça marche !"),
        ("fr", "Parfait, merci Ada"),
        ("fr", "D'accord."),
        ("fr", "Moi aussi"),
        ("de", "Danke, klappt"),
        ("de", "Vielen Dank für die schnelle Antwort!\n\nViele Grüße\nAda"),
        ("de", "Geht mir auch so."),
        ("de", "Super, jetzt funktioniert es. Danke dir!"),
        ("de", "merci"),
        ("fr", "thanks"),
    ],
)
def test_mere_courtesy_thanks(language: str, text: str) -> None:
    assert act(text, language, is_reply=True) == "thanks"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks. Here is how I closed the leak: turn the red lever, then wait.",
        "Thanks, see https://x.org/pumps",
        "Great, use `drain --all` then.",
        "+1.5 bar",
        "",
        "???",
        f"Thanks. {LONG}",
    ],
)
def test_thanks_with_anything_else_is_no_mere_thanks(text: str) -> None:
    assert act(text, "en", is_reply=True) == "tells"


@pytest.mark.parametrize(
    "text",
    [
        "The plan is at https://x.org/?q=1 and stays there.",
        "The plan is at https://x.org/find?\n",
        "It returns x ? y : z in every case.",
        "The help page is ?lm or ?glm in the console.",
        "```\nwho knows?\n```\nThis is the log of Monday.",
        "```\nnever closed\nwho knows?",
        "The call `ask(why?)` writes the log.",
        "> Who drains the pump?\nThe night shift.",
    ],
)
def test_question_marks_of_code_addresses_and_quotes_ask_nothing(text: str) -> None:
    assert act(text, "en", is_reply=False) == "tells"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Quién repara la grúa?", "asks"),
        ("Chi ripara la gru?", "asks"),
        ("La grúa está reparada.", "tells"),
        ("Thanks", "tells"),
    ],
)
def test_other_languages_go_by_question_marks(text: str, expected: Act) -> None:
    assert act(text, "es", is_reply=True) == expected


def test_what_stands_after_twenty_thousand_characters_is_not_read() -> None:
    assert act(LONG * 300 + "Who knows?", "en", is_reply=False) == "tells"
    assert act("Who knows? " + LONG * 300, "en", is_reply=False) == "asks"


PIECES = st.sampled_from(
    [
        "?",
        "thanks ",
        "merci ",
        "danke ",
        "\n",
        "\n\n",
        "how do I ",
        "`",
        "```",
        "> ",
        " : ",
        "http://",
    ]
)


@given(
    st.one_of(st.text(), st.lists(PIECES).map("".join)),
    st.sampled_from(["en", "fr", "de", "es", "xx", ""]),
    st.booleans(),
)
def test_any_text_does_one_of_three_things_and_always_the_same(
    text: str, language: str, is_reply: bool
) -> None:
    done = act(text, language, is_reply)
    assert done in get_args(Act)
    assert act(text, language, is_reply) == done


@given(st.text(), st.booleans())
def test_white_space_around_a_message_changes_nothing(text: str, is_reply: bool) -> None:
    assert act(f"\n {text}\n\n", "en", is_reply) == act(text, "en", is_reply)


@pytest.mark.parametrize(
    "piece",
    [
        "?",
        "thanks ",
        "x ? ",
        "`",
        "```",
        "how do i ",
        "any help ",
        "a? ",
        "i am ",
        ". ",
        "éü? ",
        "@",
    ],
)
def test_a_megabyte_takes_less_than_a_second(piece: str) -> None:
    text = piece * (MEGABYTE // len(piece))
    for is_reply in (False, True):
        with at_most(1.0):
            act(text, "en", is_reply)
