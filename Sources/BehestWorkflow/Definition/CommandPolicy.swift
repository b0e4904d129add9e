/// Programs that would run what they are given as an argument.
///
/// A list of arguments keeps data from becoming code only as long as the program does not read code from its arguments.
enum CommandPolicy {
    /// Programs that run the program named by their arguments.
    private static let launchers: Set<String> = [
        "command", "doas", "env", "eval", "exec", "ionice", "nice", "nohup", "setsid", "stdbuf", "sudo", "time",
        "timeout",
        "xargs",
    ]

    /// Programs that join their arguments to the text of a shell, or read them as such.
    private static let joiners: Set<String> = ["at", "batch", "parallel", "rsh", "script", "ssh", "su", "watch"]

    /// Programs whose recipes put arguments into the text of a shell as they are.
    private static let builders: Set<String> = ["gmake", "go-task", "just", "make", "task"]

    /// Interpreters, each with the options after which their code stands.
    private static let interpreters: [String: Set<String>] = [
        "sh": ["-c"], "bash": ["-c"], "dash": ["-c"], "zsh": ["-c"], "ksh": ["-c"], "fish": ["-c"],
        "python": ["-c"], "python3": ["-c"], "perl": ["-e", "-E"], "ruby": ["-e"], "lua": ["-e"], "php": ["-r"],
        "node": ["-e", "-p", "--eval", "--print"], "swift": ["-e"],
    ]

    /// Programs whose first argument is code.
    private static let codeFirst: Set<String> = ["awk", "gawk", "mawk", "sed", "jq", "yq"]

    /// Options of other programs after which a program or code stands.
    private static let codeOptions: [String: Set<String>] = [
        "find": ["-exec", "-execdir", "-ok", "-okdir"],
        "git": ["-c", "--exec-path", "--upload-pack", "--receive-pack"],
        "tar": ["-I", "--to-command", "--checkpoint-action"], "rsync": ["-e", "--rsh"], "docker": ["--entrypoint"],
    ]

    /// Options of interpreters that take a value.
    private static let valueOptions: Set<String> = ["-o", "+o", "-O", "+O", "--rcfile", "--init-file"]

    /// Whether data would be run as code or as a program's name.
    ///
    /// - Parameters:
    ///   - arguments: The program and its arguments; `nil` where one is not constant.
    ///   - index: The argument that comes from data.
    /// - Returns: Whether the pack must be refused.
    static func runsData(_ arguments: [String?], at index: Int) -> Bool {
        guard index > 0, let path = arguments.first ?? nil else { return false }
        let program = path.split(separator: "/").last.map(String.init) ?? path
        let before = arguments[index - 1]
        if joiners.contains(program) || before.map({ codeOptions[program]?.contains($0) == true }) == true {
            return true
        }
        if codeFirst.contains(program) {
            if let before, ["-e", "-f", "--expression", "--file", "--from-file"].contains(before) { return true }
            return !arguments[1..<index].contains { $0.map { !$0.hasPrefix("-") } ?? true }
        }
        if let options = interpreters[program] {
            // Short options may stand together, with the one that takes the code last: `-xc`.
            let isCode = options.contains { option in
                guard let before else { return false }
                return before == option
                    || option.count == 2 && before.hasPrefix("-") && !before.hasPrefix("--")
                        && before.last == option.last
            }
            // What stands first behind the options is code too, or the file with the code.
            return isCode || !hasOperand(arguments[1..<index])
        }
        // A launcher's own program may be named by the pack, and then data is that program's argument.
        guard launchers.contains(program) else { return false }
        let launched = arguments[1..<index].drop { word in
            guard let word else { return false }
            return word.hasPrefix("-") || word.contains("=") || word.first?.isNumber ?? false
        }
        return launched.isEmpty || runsData(Array(launched) + [nil], at: launched.count)
    }
    /// Whether something stands among an interpreter's arguments that is no option.
    private static func hasOperand(_ words: ArraySlice<String?>) -> Bool {
        var isValue = false
        for word in words {
            guard let word else { return true }
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") || word.hasPrefix("+") {
                // Short options may stand together here as well: `-eo pipefail`.
                isValue = valueOptions.contains(word) || !word.hasPrefix("--") && word.count > 2 && word.last == "o"
            } else {
                return true
            }
        }
        return false
    }

    /// Whether a program's recipes put their arguments into the text of a shell.
    static func putsDataIntoShellText(_ program: String) -> Bool {
        builders.contains(program.split(separator: "/").last.map(String.init) ?? program)
    }

    /// Whether text is one word to a shell and to make, and nothing else: letters, digits and a few signs.
    static func isPlainWord(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "._/:@+=,%-".unicodeScalars.contains(scalar)
        }
    }
}
