"""The progress bar: for a terminal only. A command that is stopped says so in a word."""

from __future__ import annotations

import io

import pytest

from boundaries import shell


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_grows_and_ends_its_line(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(shell.sys, "stderr", terminal)
    progress = shell.show_progress("pak.tif")
    for done in (0, 1, 500, 501, 1000):
        progress(done, 1000)
    # 1 of 1,000 is still 0 %, 501 is still 50 %: neither is drawn again; half of 24 marks are 12
    drawn = terminal.getvalue()
    assert drawn.count("\r") == 3
    assert f"\rpak.tif {'#' * 12}{'·' * 12}  50 %" in drawn
    assert drawn.endswith("100 %\n")


def test_nothing_to_do_is_done(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(shell.sys, "stderr", terminal)
    shell.show_progress("empty.tif")(0, 0)
    assert terminal.getvalue().endswith("100 %\n")


def test_a_pipe_sees_nothing(capsys):
    shell.show_progress("pak.tif")(1, 1)
    assert capsys.readouterr() == ("", "")


def test_a_command_that_is_stopped_gives_no_traceback(capsys):
    with pytest.raises(SystemExit) as stopped, shell.quiet_pipe():
        raise KeyboardInterrupt
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "\nstopped\n"
