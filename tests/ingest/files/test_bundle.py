"""Folders and archives, and archives that mean harm."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from ingest.errors import FileFormatError, IngestError, LimitError
from ingest.files.bundle import Limits, open_bundle
from ingest.loading.load import load

PARTIES = b"party_id,party_type,name\nc:a,company,A\n"


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("top", ["", "delivery/"])
def test_a_zip_file_is_loaded_with_or_without_a_top_folder(store, tmp_path, top):
    path = zipfile_of(tmp_path, top)
    report = load(path, store)
    assert (report.exit_code, report.total("added"), report.bundle) == (0, 2, "packed")


def zipfile_of(tmp_path, top):
    loans = gzip.compress(b"loan_id\nc:l\n")
    files = {"party.csv": PARTIES, "loan.csv.gz": loans, "readme.txt": b"hello"}
    return zipped(
        tmp_path / "packed.zip", {f"{top}{name}": data for name, data in files.items()}
    )


def test_a_gzip_file_is_loaded(store, tmp_path):
    path = tmp_path / "party.csv.gz"
    path.write_bytes(gzip.compress(PARTIES))
    assert load(path, store).total("added") == 1


@pytest.mark.parametrize(
    "name",
    ["../party.csv", "/party.csv", "a/../../party.csv", "C:/x.csv", "..\\x.csv"],
)
def test_no_path_leads_out_of_an_archive(tmp_path, name):
    with pytest.raises(LimitError, match="paths inside the archive"):
        open_bundle(zipped(tmp_path / "x.zip", {name: PARTIES}))


def test_an_archive_that_unpacks_to_far_more_is_refused(store, tmp_path):
    bomb = PARTIES + b"c:b,company,B\n" * 400_000
    zipped(tmp_path / "x.zip", {"party.csv": bomb}, compresslevel=9)
    report = load(tmp_path / "x.zip", store, limits=Limits(ratio=2))
    assert "unpacks to far more than it holds" in report.files[0].error
    (tmp_path / "party.csv.gz").write_bytes(gzip.compress(bomb))
    report = load(tmp_path / "party.csv.gz", store, limits=Limits(ratio=2))
    assert "unpacks to far more than it holds" in report.files[0].error
    assert store.sequence() == 0


def test_too_many_members_are_refused(tmp_path):
    path = zipped(tmp_path / "x.zip", {f"{number}.csv": b"" for number in range(5)})
    with pytest.raises(LimitError, match="too many files"):
        open_bundle(path, Limits(members=4))
    for number in range(5):
        (tmp_path / f"{number}.csv").touch()
    with pytest.raises(LimitError, match="too many files"):
        open_bundle(tmp_path, Limits(members=4))


def test_damaged_archives_are_named(store, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK no zip")
    with pytest.raises(FileFormatError, match="a zip file"):
        open_bundle(tmp_path / "x.zip")
    whole = gzip.compress(PARTIES * 1_000)
    (tmp_path / "party.csv.gz").write_bytes(whole[: len(whole) // 2])
    report = load(tmp_path / "party.csv.gz", store)
    assert "damaged archive" in report.files[0].error
    data = bytearray(zipped(tmp_path / "y.zip", {"party.csv": PARTIES}).read_bytes())
    data[45] ^= 0xFF
    (tmp_path / "y.zip").write_bytes(data)
    assert "damaged archive" in load(tmp_path / "y.zip", store).files[0].error


def test_a_locked_archive_is_named(store, tmp_path):
    data = bytearray(zipped(tmp_path / "x.zip", {"party.csv": PARTIES}).read_bytes())
    data[6] |= 1  # the flag of a locked member, in its own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    (tmp_path / "x.zip").write_bytes(data)
    assert "cannot be unpacked" in load(tmp_path / "x.zip", store).files[0].error


def test_the_digest_depends_on_names_and_contents_only(tmp_path):
    digests = []
    for folder, names in (("a", ["party", "loan"]), ("b", ["loan", "party"])):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / f"{name}.csv").write_bytes(name.encode())
        digests.append(open_bundle(tmp_path / folder).digest())
    assert digests[0] == digests[1]
    (tmp_path / "b" / "loan.csv").write_bytes(b"other")
    assert open_bundle(tmp_path / "b").digest() != digests[0]


def test_nothing_at_the_path_is_an_error(tmp_path):
    with pytest.raises(IngestError, match="no such file or folder"):
        open_bundle(tmp_path / "none")
