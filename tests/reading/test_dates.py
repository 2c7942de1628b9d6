import os

import pytest

from archive.reading.evidence.dates import date_in_file_name, written_date

WRITTEN = {
    "2023": "2023",
    "0001": "0001",
    "2023-07": "2023-07",
    "Juli 2023": "2023-07",
    "07/2023": "2023-07",
    "2023-07-27": "2023-07-27",
    "20230727": "2023-07-27",
    "27.7.2023": "2023-07-27",
    "Do., 27. Juli 2023": "2023-07-27",
    "3. Jänner 1953": "1953-01-03",
    "July 27, 2023": "2023-07-27",
    "Mar 3, 2023": "2023-03-03",
    "jeudi 27 juillet 2023": "2023-07-27",
    "27/07/2023": "2023-07-27",
    "27.07.2023, 10:15 Uhr": "2023-07-27T10:15:00",
    "Thu, 27 Jul 2023 10:15:00 +0200": "2023-07-27T10:15:00+02:00",
    "2023-07-27T10:15:00.000Z": "2023-07-27T10:15:00+00:00",
    "2023-07-27T99:99": "2023-07-27",
    "07/08/2023": None,
    "27.7.23": "2023-07-27",
    "27.7.45": "1945-07-27",
    "2023-07-27T00:00:00+02:00": "2023-07-27",
    "31.02.2023": None,
    "2023-13": None,
    "0000": None,
    "27.-29. Juli 2023": None,
    "Juli": None,
    "unbekannt": None,
    "": None,
}
NAMES = {
    "2023-07-27_titel": "2023-07-27",
    "20230727-titel": "2023-07-27",
    "20230727": "2023-07-27",
    "2023-07 titel": "2023-07",
    "titel 27.07.2023": "2023-07-27",
    "2023_07_27": "2023-07-27",
    "000_fac953792f022459": None,
    "003_d8bb1569ecdc6aef": None,
    "2023": None,
    "20231345-x": None,
    "12345678": None,
    "2023-07-1234": None,
    "2019-20 saison": None,
    "a2023-07-27": None,
    "2023-07-27_bis_2023-07-29": None,
}


@pytest.mark.parametrize(("value", "date"), WRITTEN.items())
def test_a_written_date_has_the_precision_of_what_is_written(value, date):
    found = written_date(value)
    assert (found.text if found else None) == date


@pytest.mark.parametrize(("name", "date"), NAMES.items())
def test_a_file_name_dates_an_article_and_an_id_does_not(name, date):
    found = date_in_file_name(name)
    assert (found.text if found else None) == date


@pytest.mark.parametrize("date", ["2023", "2023-07", "2023-07-27"])
def test_a_header_that_ran_into_the_text_is_its_date_and_no_text(read, date):
    article = read(f" date {date} Große Show mit wenigen Verbündeten.")
    assert (article.date, article.date_source) == (date, "text")
    assert article.text == "Große Show mit wenigen Verbündeten."


def test_an_impossible_run_in_date_stays_text(read):
    article = read("date 2023-13 Große Show.")
    assert (article.date, article.text) == (None, "date 2023-13 Große Show.")


@pytest.mark.parametrize(
    "dateline",
    ["Pjöngjang, 28. Juli 2023 (dpa) - ", "Berlin, 28.07.2023 - ", "Frankfurt am Main, den 28. Juli 2023 – ",
     "Schlagzeile\n\nBERLIN/MOSKAU, 28. Juli 2023 (AFP) — "],
)  # fmt: skip
def test_a_dateline_dates_the_article_and_stays_in_the_text(read, dateline):
    article = read(f"{dateline}Kim kam am 3. Mai 1999 zurück.")
    assert (article.date, article.date_source) == ("2023-07-28", "text")
    assert article.text.startswith(dateline)


@pytest.mark.parametrize(
    "text",
    ["Am 27. Juli 2023 - einem Donnerstag - kam der Minister.", "Der Krieg endete am 27. Juli 1953.",
     "Am Montag, 27. Juli 2023 - so war es geplant - kam er.", "Berlin, 27. Juli (dpa) - Ohne Jahr."],
)  # fmt: skip
def test_a_date_in_the_running_text_is_not_the_articles(read, text):
    assert read(text).date is None


def test_metadata_beats_text_and_text_beats_the_file_name(read):
    assert read("Datum: 2020\n\ndate 2021 Text", "2022-01-01_a.txt").date == "2020"
    assert read("date 2021 Text", "2022-01-01_a.txt").date_source == "text"
    assert read("Text", "2022-01-01_a.txt").date_source == "filename"


def test_the_files_own_time_is_no_date(read, tmp_path):
    read("Text.")
    os.utime(tmp_path / "artikel.txt", (0, 0))
    assert read("Text.").date is None


@pytest.mark.parametrize("date", ["1066-10-14", "2999-01-01", "31.12.2998"])
def test_a_date_that_no_newspaper_can_have_is_refused_and_kept_as_written(read, date):
    article = read(f"Titel: Alt\nDatum: {date}\n\nDer Text.")
    assert (article.date, article.date_source, article.extra) == (None, None, {"date refused": date})
