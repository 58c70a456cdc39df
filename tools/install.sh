#!/bin/sh
# Sets up a virtual environment, or says in one sentence what is missing and which command mends it.
#
#   sh tools/install.sh PYTHON ASKED VENV WHAT...
#
#   PYTHON  the interpreter to make it with: a name on PATH or a path
#   ASKED   yes when somebody named PYTHON; otherwise another interpreter that fits is taken if PYTHON does not
#   VENV    the folder of the environment; it belongs to this script, which empties it before it installs
#   WHAT    what pip installs into it, under the pins of constraints.txt
#
# Nothing is downloaded before everything that can be checked has been checked. The stamp is written last, so an interrupted installation has
# none, and starts clean the next time. A changed lock, another Python and a moved checkout do, too.
set -u

python=$1
asked=$2
venv=$3
shift 3

pins=constraints.txt
stamp=$venv/.labelcards-installed
mark=$venv/.made-by-labelcards
log=$venv/install.log
again="make${GOALS:+ $GOALS}"
asks=$(sed -n 's/^requires-python = "\(.*\)".*/\1/p' pyproject.toml)
lowest=$(printf %s "$asks" | sed -nE 's/.*>=([0-9]+[.][0-9]+).*/\1/p')
below=$(printf %s "$asks" | sed -nE 's/.*<([0-9]+[.][0-9]+).*/\1/p')
newest=${below:-3.30}
supported="Python $asks"

stop() { # the one sentence
  printf 'labelcards: %s\n' "$1" >&2
  exit 4
}

packaged() { # the command that installs a package of this system: $1 as Debian calls it, $2 as the others do
  as=sudo\ 
  [ "$(id -u)" = 0 ] && as=
  if command -v apt-get >/dev/null; then echo "${as}apt-get install $1"
  elif command -v dnf >/dev/null; then echo "${as}dnf install $2"
  elif command -v apk >/dev/null; then echo "${as}apk add $2"
  elif command -v brew >/dev/null; then echo "brew install $2"
  else echo "install $2"
  fi
}

# --- git ---------------------------------------------------------------------------------------------------------------------------------
check_git() {
  command -v git >/dev/null || stop "git is missing, and DVC needs it; mend it with: $(packaged git git)"
  words=$(LC_ALL=C git rev-parse --git-dir 2>&1) && return
  case $words in
    *"dubious ownership"*) stop "git does not trust this folder, which belongs to somebody else; mend it with: git config --global --add safe.directory '$(pwd)'" ;;
    *"not a git repository"*) stop "this folder is no clone, and DVC needs one; mend it with: git init (or clone the repository instead of unpacking it)" ;;
    *) stop "git does not work here: $(printf %s "$words" | head -n 1)" ;;
  esac
}

# --- Python ------------------------------------------------------------------------------------------------------------------------------
# Sets fits (yes or no), version, base (where this Python lives), real (its program outside of any environment) and lacks (modules).
# The code must run on any Python, however old.
ask() {
  told=$("$1" -c '
import sys
def number(text):
    return tuple([int(part) for part in text.split(".")])
asks, names = sys.argv[1:3]
lacks = []
for name in names.split():
    try:
        module = __import__(name)
        if name == "ensurepip":
            module.version()
    except Exception:
        lacks.append(name)
fits = True
for part in asks.replace(" ", "").split(","):
    bound = (number(part.lstrip("<>=!")) + (0, 0))[:3]
    here = sys.version_info[:3]
    fits = fits and {">=": here >= bound, "!=": here != bound, "<": here < bound}[part.rstrip(".0123456789")]
print("yes" if fits else "no")
print("%d.%d.%d" % sys.version_info[:3])
print(getattr(sys, "base_prefix", sys.prefix))
print(getattr(sys, "_base_executable", None) or sys.executable)
print(" ".join(lacks))
' "$asks" "venv ensurepip ssl zlib sqlite3 ctypes" 2>/dev/null) || return 1
  fits=$(line 1) version=$(line 2) base=$(line 3) real=$(line 4) lacks=$(line 5)
}

line() { printf '%s\n' "$told" | sed -n "$1p"; }

usable() { ask "$1" && [ "$fits" = yes ] && [ -z "$lacks" ]; }

# Another interpreter on PATH that could be used, or nothing: the oldest that fits, which is the one that is tested most.
another() (
  minor=${lowest#3.}
  IFS=:
  while [ "$minor" -lt "${newest#3.}" ]; do
    for folder in $PATH; do
      if [ -x "$folder/python3.$minor" ] && usable "$folder/python3.$minor"; then echo "$folder/python3.$minor"; return; fi
    done
    minor=$((minor + 1))
  done
)

# Says in $why what keeps an interpreter from being used, and in $mend what helps, if not another one; fails when nothing keeps it.
judge() {
  why="there is no program $1, and labelcards needs $supported" mend=
  [ "$1" != python3 ] || mend=$(packaged "python3 python3-venv" python3)
  command -v "$1" >/dev/null || return 0
  why="$1 does not run, and labelcards needs $supported" mend=
  ask "$1" || return 0
  why="$1 is Python $version, and labelcards needs $supported"
  [ "$fits" = yes ] || return 0
  why="$1 cannot make virtual environments: its module ensurepip is missing"
  [ "$base" != /usr ] || mend=$(packaged "python${version%.*}-venv" "the package with ensurepip of Python $version")
  case " $lacks " in *" venv "* | *" ensurepip "*) return 0 ;; esac
  why="$1 was built without $lacks" mend=
  [ -n "$lacks" ]
}

check_python() {
  case $python in "~/"*) python=$HOME/${python#"~/"} ;; esac
  judge "$python" || return 0
  reason=$why remedy=$mend
  instead=$(another)
  if [ -n "$instead" ] && [ "$asked" != yes ]; then
    printf 'labelcards: %s; taking %s\n' "$reason" "$instead" >&2
    python=$instead
    ask "$python"
    return
  fi
  [ -n "$remedy" ] || remedy="make PYTHON=${instead:-/path/to/python$lowest}${GOALS:+ $GOALS}"
  stop "$reason; mend it with: $remedy"
}

# --- the environment ---------------------------------------------------------------------------------------------------------------------
# What an environment is made from. Tools' own settings in pyproject.toml change nothing that is installed.
inputs() {
  awk '/^\[/ { skip = /^\[+tool\./ && !/^\[+tool\.hatch/ } !skip' pyproject.toml | cat - "$pins" | cksum
  pwd -P
  (cd "$venv" && pwd -P)
  printf '%s\n' "$@"
}

recorded() { sed -n "$1" "$stamp" 2>/dev/null; }

# Whether the environment is the one that would be made now.
current() {
  [ -f "$stamp" ] || return 1
  [ "$(recorded '3,$p')" = "$(inputs "$@")" ] || return 1
  ask "$venv/bin/python" || return 1
  [ "$version" = "$(recorded 1p)" ] && [ "$base" = "$(recorded 2p)" ] || return 1
  [ "$asked" != yes ] && return 0
  ask "$python" || return 1
  [ "$version" = "$(recorded 1p)" ] && [ "$base" = "$(recorded 2p)" ]
}

# Empties the folder, all but the mark that says whose it is: a link to another disk stays one, and an interruption leaves it recognizable.
empty() {
  case $venv in *:*) stop "an environment cannot live in $venv, because of the colon; mend it with: make VENV=/a/path/without/one${GOALS:+ $GOALS}" ;; esac
  if [ -e "$venv" ] && [ ! -d "$venv" ]; then stop "$venv is no folder; mend it with: make VENV=/another/folder${GOALS:+ $GOALS}"; fi
  if [ -d "$venv" ] && [ -n "$(ls -A "$venv")" ] && [ ! -f "$mark" ] && [ ! -f "$stamp" ]; then
    # before there was a mark, .venv was what an interrupted `make` left behind
    [ "$venv" = .venv ] && [ -f .venv/pyvenv.cfg ] ||
      stop "$venv holds something that was not made by make; mend it with: make VENV=/another/folder${GOALS:+ $GOALS}"
  fi
  mkdir -p "$venv" 2>/dev/null && : >"$mark" || stop "$venv cannot be written; mend it with: make VENV=/another/folder${GOALS:+ $GOALS}"
  for entry in "$venv"/* "$venv"/.[!.]*; do
    [ "$entry" = "$mark" ] || rm -rf "$entry" || stop "$entry cannot be removed; mend it with: sudo rm -r '$venv'"
  done
}

pip_install() {
  # what pip is told elsewhere about where to install does not hold here; indexes, proxies and certificates do
  PIP_USER=0 PIP_QUIET=0 PIP_TARGET='' PIP_PREFIX='' PIP_ROOT='' \
    "$venv/bin/python" -I -m pip install --disable-pip-version-check --no-input --progress-bar off --constraint "$pins" "$@" >"$log" 2>&1
}

# --- what pip died of --------------------------------------------------------------------------------------------------------------------
seen() { grep -qiE "$1" "$log"; }

# The package that the first, or with "last" the last, such line of the log names.
named() { sed -nE "s/$1/\\${3:-1}/p" "$log" | if [ "${2:-first}" = last ]; then tail -n 1; else head -n 1; fi; }

offline='NewConnectionError|NameResolutionError|Name or service not known|name resolution|nodename nor servname|Network is unreachable'
offline="$offline|Connection refused|Max retries exceeded|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|Connection broken|Connection aborted"

explain() { # $1: the code that pip ended with
  rest="$again (all that pip says: $log)"
  absent=$(named '.*No matching distribution found for ([^ ;(]+).*')
  unbuilt=
  if seen 'Failed building wheel|Failed to build|Could not build wheels|metadata-generation-failed|subprocess-exited-with-error'; then
    unbuilt=$(named ".*Failed (building wheel for|to build) '?([A-Za-z0-9._-]+).*" first 2)
    [ -n "$unbuilt" ] || unbuilt=$(named '^Collecting ([A-Za-z0-9._-]+).*' last)
    [ -n "$unbuilt" ] || unbuilt="labelcards itself"
  fi
  if [ "$1" -gt 128 ]; then
    stop "pip was killed by signal $(($1 - 128)), as happens where memory runs out: free some, then $rest"
  elif seen 'No space left on device|Disk quota exceeded'; then
    stop "the disk is full, and $venv needs 2 GB: free some or name a folder elsewhere (make VENV=/another/disk/venv), then $rest"
  elif seen 'CERTIFICATE_VERIFY_FAILED|problem confirming the ssl certificate'; then
    stop "pip does not trust the certificate of its package index: export PIP_CERT=/path/to/ca.pem, then $rest"
  elif { [ -n "$absent" ] || [ -z "$unbuilt" ]; } && seen "$offline"; then
    stop "pip does not reach its package index${absent:+, of which it wanted $absent}: connect to the network, or name a proxy or a mirror (export HTTPS_PROXY=URL, export PIP_INDEX_URL=URL), then $rest"
  elif [ -n "$absent" ]; then
    stop "pip's package index has no $absent for Python $version on $(uname -sm): name another Python or another index (make PYTHON=/path/to/python, export PIP_INDEX_URL=URL), then $rest"
  fi
  if [ -n "$unbuilt" ]; then
    grep -E '^ *(ERROR|error):' "$log" | cut -c 1-300 | tail -n 3 >&2
    stop "$unbuilt has no wheel for Python $version here and could not be built: $(packaged "build-essential python${version%.*}-dev" "a C compiler"), or name another Python, then $rest"
  elif seen 'ResolutionImpossible|conflicting dependencies'; then
    grep -E '^ERROR: Cannot install' "$log" | cut -c 1-300 >&2
    stop "the pins of $pins contradict pyproject.toml: make lock, then $rest"
  fi
  tail -n 3 "$log" | cut -c 1-300 >&2
  stop "pip could not install $(named '^Collecting ([A-Za-z0-9._-]+).*' last): mend what it says last, then $rest"
}

# -----------------------------------------------------------------------------------------------------------------------------------------
check_git
current "$@" && exit 0
check_python
# an interpreter inside of an environment may be the one that is emptied
[ -x "$real" ] && python=$real

empty
hint=
[ "$1" = --editable ] && hint=" (one to three minutes, 2 GB)"
echo "Setting up $venv with Python $version$hint; $log says how far it is." >&2
"$python" -I -m venv "$venv" >"$log" 2>&1 || {
  tail -n 3 "$log" >&2
  stop "$python could not make an environment in $venv: mend what it says last, then $again (all that it says: $log)"
}
pip_install "$@" || explain $?
{ printf '%s\n%s\n' "$version" "$base"; inputs "$@"; } >"$stamp.new" && mv "$stamp.new" "$stamp"
