# Words before the one at the caret, glued again where bash has cut them at = and :.
_anliku_words() {
    local i word glue=
    _anliku_line=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
            = | :)
                _anliku_line[${#_anliku_line[@]} - 1]+=$word
                glue=1
                continue
                ;;
        esac
        if [ -n "$glue" ]; then
            _anliku_line[${#_anliku_line[@]} - 1]+=$word
            glue=
        else
            _anliku_line+=("$word")
        fi
    done
}

# Numbers of cases: those that begin so, else those that a search for it finds. Asks the program,
# and the library that the call names.
_anliku_cases() {
    local query=$1 most=20
    case $1 in [A-Z][A-Z]-*) query='' most=500 ;; esac
    "${_anliku_line[0]}" ${_anliku_library:+-L "$_anliku_library"} \
        search --typing --format ids -n "$most" -- "$query" 2>/dev/null
}

# Offers the lines of standard input that begin with what is typed.
_anliku_offer() {
    local line typed=$1 before=$2
    while IFS= read -r line; do
        line=${line%%$'\t'*}
        case $line in
            '' | @*) ;;
            "$typed"*)
                case $line in
                    *=) compopt -o nospace 2>/dev/null ;;
                    *) line="$line " ;;
                esac
                COMPREPLY+=("${line#"$before"}")
                ;;
        esac
    done
}

# Offers words and kinds of values.
_anliku_offer_values() {
    local value typed=$1 before=$2
    shift 2
    for value in "$@"; do
        case $value in
            @file)
                compopt -o filenames 2>/dev/null
                while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$typed")
                ;;
            @case)
                case $typed in
                    [A-Z][A-Z]-*) _anliku_offer "$typed" "$before" < <(_anliku_cases "$typed") ;;
                    *) _anliku_offer '' '' < <(_anliku_cases "$typed") ;;
                esac
                ;;
            @*) _anliku_offer "$typed" "$before" < <(_anliku_kind "$value") ;;
            *) _anliku_offer "$typed" "$before" <<<"$value" ;;
        esac
    done
}

_anliku() {
    local i word command= before= typed arguments=0 setting= first= needs=
    local -a _anliku_line
    local _anliku_library=
    COMPREPLY=()
    _anliku_words
    typed=${_anliku_line[${#_anliku_line[@]} - 1]}
    for ((i = 1; i < ${#_anliku_line[@]} - 1; i++)); do
        word=${_anliku_line[i]}
        case $word in
            --library=*) _anliku_library=${word#*=} ;;
            --*=*) ;;
            -*)
                needs=
                case "$(_anliku_options "$command")
$(_anliku_letters "$command" | sed 's/$/=/')" in
                    *"$word="*) needs=1 ;;
                esac
                if [ -n "$needs" ]; then
                    i=$((i + 1))
                    [ "$word" != -L ] && [ "$word" != --library ] || _anliku_library=${_anliku_line[i]}
                fi
                ;;
            *)
                if [ -z "$command" ]; then
                    command=$word
                else
                    arguments=$((arguments + 1))
                    [ "$arguments" != 1 ] || first=$word
                    setting=$word
                fi
                ;;
        esac
    done
    # bash replaces only what stands behind the last = or :
    case $typed in *[=:]*) before=${typed%"${typed##*[=:]}"} ;; esac
    word=${_anliku_line[${#_anliku_line[@]} - 2]}
    case $typed in
        --*=*)
            compopt -o nospace 2>/dev/null
            # shellcheck disable=SC2046
            _anliku_offer_values "${typed#*=}" '' $(_anliku_values "$command" "${typed%%=*}")
            return
            ;;
    esac
    if [ "$i" -ge "${#_anliku_line[@]}" ]; then # the value of the option before
        # shellcheck disable=SC2046
        _anliku_offer_values "$typed" "$before" $(_anliku_values "$command" "$word")
    elif [ "${typed:0:1}" = - ]; then
        _anliku_offer "$typed" '' < <(_anliku_options "$command")
    elif [ -z "$command" ]; then
        _anliku_offer "$typed" '' < <(_anliku_commands)
    elif [ "$command" = config ] && [ "$arguments" = 2 ]; then
        _anliku_offer "$typed" '' < <(_anliku_setting "$setting")
    else
        # shellcheck disable=SC2046
        _anliku_offer_values "$typed" "$before" \
            $(_anliku_arguments "$command${first:+ $first}" | grep . || _anliku_arguments "$command")
    fi
}

complete -o nospace -F _anliku anliku
