/// Programs that would run what they are given as an argument.
///
/// A list of arguments keeps data from becoming code only as long as the program does not read code from its arguments.
enum CommandPolicy {
    /// Programs that run the program named by their arguments.
    private static let launchers: Set<String> = [
        "command", "doas", "env", "eval", "exec", "nice", "nohup", "parallel", "setsid", "ssh", "stdbuf", "su", "sudo",
        "time", "timeout", "watch", "xargs",
    ]

    /// Interpreters, each with the options after which their code stands.
    private static let interpreters: [String: Set<String>] = [
        "sh": ["-c"], "bash": ["-c"], "dash": ["-c"], "zsh": ["-c"], "ksh": ["-c"], "fish": ["-c"],
        "python": ["-c"], "python3": ["-c"], "perl": ["-e", "-E"], "ruby": ["-e"], "lua": ["-e"], "php": ["-r"],
        "node": ["-e", "-p", "--eval", "--print"], "swift": ["-e"],
    ]

    /// Programs whose first argument is code.
    private static let codeFirst: Set<String> = ["awk", "gawk", "mawk", "sed", "jq"]

    /// Whether data would be run as code or as a program's name.
    ///
    /// - Parameters:
    ///   - arguments: The program and its arguments; `nil` where one is not constant.
    ///   - index: The argument that comes from data.
    /// - Returns: Whether the pack must be refused.
    static func runsData(_ arguments: [String?], at index: Int) -> Bool {
        guard index > 0, let path = arguments.first ?? nil else { return false }
        let program = path.split(separator: "/").last.map(String.init) ?? path
        if codeFirst.contains(program) {
            return !arguments[1..<index].contains { $0.map { !$0.hasPrefix("-") } ?? true }
        }
        if let options = interpreters[program] {
            guard let before = arguments[index - 1] else { return false }
            // Short options may stand together, with the one that takes the code last: `-xc`.
            return options.contains { option in
                before == option
                    || option.count == 2 && before.hasPrefix("-") && !before.hasPrefix("--")
                        && before.last == option.last
            }
        }
        // A launcher's own program may be named by the pack, and then data is that program's argument.
        guard launchers.contains(program) else { return false }
        let launched = arguments[1..<index].drop { word in
            guard let word else { return false }
            return word.hasPrefix("-") || word.contains("=") || word.first?.isNumber ?? false
        }
        return launched.isEmpty || runsData(Array(launched) + [nil], at: launched.count)
    }
}
