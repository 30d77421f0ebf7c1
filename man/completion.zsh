# Offers lines of a word, TAB, what it means.
_anliku_describe() {
    local line
    local -a plain open
    while IFS= read -r line; do
        local word=${line%%$'\t'*} says=
        [[ $line == *$'\t'* ]] && says=${line#*$'\t'}
        if [[ $word == *= ]]; then
            open+=("${word//:/\\:}:$says")
        elif [[ -n $word && $word != @* ]]; then
            plain+=("${word//:/\\:}:$says")
        fi
    done
    _describe -t "$1" "$1" plain -- open -S ''
}

_anliku_offer_values() {
    local value tag=$1
    shift
    for value in "$@"; do
        case $value in
            @file) _files ;;
            @case)
                local query=$PREFIX
                [[ $query == [A-Z][A-Z]-* ]] && query=
                "${words[1]}" ${library:+-L} ${library:+"$library"} search --typing -n 200 -- "$query" 2>/dev/null |
                    sed -n 's/^\([A-Z][A-Z]-[0-9-]*\)  *\(.*\)/\1\t\2/p' | _anliku_describe case
                ;;
            @*) _anliku_kind "$value" | _anliku_describe "${value#@}" ;;
            *) print -r -- "$value" | _anliku_describe "$tag" ;;
        esac
    done
}

_anliku() {
    local i word command= library= setting= first= needs=
    local -i arguments=0
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        case $word in
            --library=*) library=${word#*=} ;;
            --*=*) ;;
            -*)
                needs=
                [[ $(_anliku_options "$command") == *"$word="* ]] && needs=1
                [[ $'\n'$(_anliku_letters "$command")$'\n' == *$'\n'$word$'\n'* ]] && needs=1
                if [[ -n $needs ]]; then
                    i=$((i + 1))
                    [[ $word == -L || $word == --library ]] && library=${words[i]}
                fi
                ;;
            *)
                if [[ -z $command ]]; then
                    command=$word
                else
                    arguments+=1
                    ((arguments == 1)) && first=$word
                    setting=$word
                fi
                ;;
        esac
    done
    word=${words[CURRENT - 1]}
    if ((i > CURRENT)); then
                _anliku_offer_values value ${(f)"$(_anliku_values "$command" "$word")"}
    elif [[ $PREFIX == --*=* ]]; then
        word=${PREFIX%%=*}
        compset -P '*='
        _anliku_offer_values value ${(f)"$(_anliku_values "$command" "$word")"}
    elif [[ $PREFIX == -* ]]; then
        _anliku_options "$command" | _anliku_describe option
    elif [[ -z $command ]]; then
        _anliku_commands | _anliku_describe command
    elif [[ $command == config && $arguments -eq 2 ]]; then
        _anliku_setting "$setting" | _anliku_describe value
    else
        _anliku_offer_values argument ${(f)"$(_anliku_arguments "$command${first:+ $first}" | grep . || _anliku_arguments "$command")"}
    fi
}

if [[ $funcstack[1] == _anliku ]]; then
    _anliku "$@"
else
    compdef _anliku anliku
fi
