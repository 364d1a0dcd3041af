# Sourced by run and test: an up-to-date .venv from nothing but Python >= 3.11 with pip.
# make_venv        what Marga needs to run
# make_venv dev    also what its tests need

UV_VERSION=0.13.9

make_venv() {
  local group=--no-dev stamp=.venv/.synced-run current python
  if [ "${1:-}" = dev ]; then group=--dev stamp=.venv/.synced-dev; fi
  current=$(cat uv.lock pyproject.toml .ci/venv.sh | cksum)
  if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$current" ]; then return; fi

  echo "Installing the locked packages into .venv; this is done once." >&2
  if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(find_python)
    "$python" -m venv --clear .venv
  fi
  if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    # Twice quiet: errors are shown, and not a warning for each place that pip looks at in vain.
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check "uv==$UV_VERSION"
  fi
  # --inexact: what is already there stays, uv itself and the tests' packages included.
  if ! .venv/bin/uv sync --quiet --frozen --inexact $group 2>.venv/uv.log; then
    install_with_pip $group || { cat .venv/uv.log >&2; return 1; }
  fi
  echo "$current" >"$stamp"
}

# Where only pip knows the way to a package mirror: the same locked versions and hashes, fetched by pip.
install_with_pip() {
  .venv/bin/uv export --quiet --frozen --no-emit-project "$1" --output-file .venv/locked.txt &&
    .venv/bin/python -m pip install --quiet --quiet --require-hashes --requirement .venv/locked.txt &&
    .venv/bin/python -m pip install --quiet --quiet --no-deps --editable .
}

find_python() {
  local python
  for python in python3.11 python3.12 python3.13 python3.14 python3; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  echo "Marga needs Python 3.11 or later with pip and venv. On Debian: apt-get install python3-venv" >&2
  return 1
}
