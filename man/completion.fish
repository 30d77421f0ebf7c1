# Offers words and kinds of values.
function _anliku_offer_values
    for value in $argv
        switch $value
            case @file
                __fish_complete_path (commandline -ct | string replace -r '^--[^=]*=' '')
            case @case
                set -l words (commandline -opc)
                set -l library
                if set -l at (contains -i -- -L $words)
                    set library -L $words[(math $at + 1)]
                end
                set -l query (commandline -ct)
                string match -qr '^[A-Z]{2}-' -- $query; and set query ''
                $words[1] $library search --typing -n 200 -- "$query" 2>/dev/null |
                    string replace -rf '^([A-Z]{2}-[0-9-]+) +(.*)' '$1\t$2'
            case '@*'
                _anliku_kind $value
            case '*'
                echo $value
        end
    end
end

function _anliku_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l command ''
    set -l setting ''
    set -l arguments 0
    set -l first ''
    set -l i 2
    while test $i -le (count $words)
        set -l word $words[$i]
        switch $word
            case '--*=*'
            case '-*'
                if _anliku_options $command | string match -q -- "$word=*"
                    or contains -- $word (_anliku_letters $command)
                    set i (math $i + 1)
                end
            case '*'
                if test -z "$command"
                    set command $word
                else
                    set arguments (math $arguments + 1)
                    test $arguments = 1; and set first $word
                    set setting $word
                end
        end
        set i (math $i + 1)
    end
    if test $i -gt (math (count $words) + 1)
        _anliku_offer_values (_anliku_values "$command" $words[-1])
    else if string match -q -- '--*=*' $typed
        set -l option (string replace -r '=.*' '' -- $typed)
        for value in (_anliku_offer_values (_anliku_values "$command" $option))
            echo "$option=$value"
        end
    else if string match -q -- '-*' $typed
        _anliku_options "$command"
    else if test -z "$command"
        _anliku_commands
    else if test "$command" = config -a $arguments = 2
        _anliku_setting $setting
    else
        set -l values (_anliku_arguments "$command $first")
        test (count $values) -gt 0; or set values (_anliku_arguments $command)
        _anliku_offer_values $values
    end
end

complete -c anliku -f -a '(_anliku_complete)'
