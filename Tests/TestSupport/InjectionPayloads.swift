/// What somebody could say or send, or an agent return, to make a command of it: each tries to make the file `canary`.
public enum InjectionPayloads {
    /// All of them.
    public static let all: [String] =
        shell + quotes + lines + options + paths + expressions + environment + recipes + formats

    private static let shell = [
        "$(touch canary)", "`touch canary`", "; touch canary", ";touch canary;", "& touch canary", "&& touch canary",
        "|| touch canary", "| touch canary", "> canary", ">> canary", "< /dev/null > canary", "<(touch canary)",
        "${IFS}touch${IFS}canary", "zzz\";touch${IFS}canary;#", "$((a[$(touch canary)]))", "{touch,canary}",
        "!touch canary", "~; touch canary", "x) touch canary;;", "*", "?anary", "$0 $@ $IFS", "a\\; touch canary",
    ]

    private static let quotes = [
        "'; touch canary; '", "\"; touch canary; \"", "'$(touch canary)'", "\"$(touch canary)\"",
        "\\\"; touch canary #",
        "\u{2019}; touch canary; \u{2018}", "\u{201D}$(touch canary)\u{201C}", "\u{FF07}; touch canary", "''''",
        "\\'; touch canary #",
    ]

    private static let lines = [
        "a\ntouch canary", "a\r\ntouch canary", "a\u{2028}touch canary", "a\u{85}touch canary", "a%0atouch canary",
        "a\u{0}touch canary", "\u{1B}]0;touch canary\u{07}", "a\\ntouch canary", "#\ntouch canary", "EOF\ntouch canary",
    ]

    private static let options = [
        "-rf", "--help", "-c", "-exec touch canary ;", "--output=canary", "-\u{301}o canary", "\u{2010}rf", "--",
    ]

    private static let paths = [
        "../canary", "/tmp/../canary", "~/canary", "a/../../canary", "./canary; touch canary",
    ]

    private static let expressions = [
        "${{ workspace.path }}", "${{ fromJSON('[') }}", "}} ; touch canary ${{", "${{ env.PATH }}",
        "'] || steps.a.outputs.b", "{0} {1}",
    ]

    private static let environment = [
        "LD_PRELOAD=./canary.so", "PATH=.", "BASH_ENV=canary", "() { :; }; touch canary",
        "GIT_SSH_COMMAND=touch canary",
    ]

    private static let recipes = [
        "$(shell touch canary)", "${shell touch canary}", "$$(touch canary)", "{{ touch canary }}", "a b --eval=canary",
    ]

    private static let formats = [
        "\"}, \"run\": [\"touch\", \"canary\"], \"x\": {\"", "- run: [touch, canary]", "run: {script: canary}",
        "!!python/object/apply:os.system [touch canary]", "%s%n%x", "__import__('os').system('touch canary')",
        "'); import os; os.system('touch canary'); ('",
    ]
}
