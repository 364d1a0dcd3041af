"""Secrets of a side in files."""

from marga.site.secret_files import secret_in, word_in


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "address.secret"
    made = word_in(path)
    assert len(made) == 32
    assert word_in(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_whoever_is_first_makes_the_secret_and_nobody_reads_one_that_is_not_whole(tmp_path):
    path = tmp_path / "side.key"

    def made_second():
        assert not path.exists()  # as long as it is being made, others find none and make one of their own
        assert secret_in(path, lambda: b"first") == b"first"
        return b"second"

    assert secret_in(path, made_second) == b"first"
    assert list(tmp_path.iterdir()) == [path]
