/// One thing that the stand-in for a coding agent does.
enum FakeAction: Sendable, Hashable {
    // What it does and goes on.
    case say(String)
    case write(path: String, text: String)
    case delete(path: String)
    /// It says that it changed a file, and does not.
    case claim(path: String)
    case ask(String)
    case flood(megabytes: Int)
    case wait(seconds: Double)
    case invalidText
    case forkDaemon
    case leave
    case stubborn

    // What ends it, or never does.
    case succeed
    case fail(String)
    case lie
    case noResult
    case halfAnswer
    case hang
    case die

    /// The names of all, as the command line and scripts have them.
    static let names = [
        "say", "write", "delete", "claim", "ask", "flood", "slow", "invalid-text", "fork-daemon", "leave", "stubborn",
        "succeed", "fail", "lie", "no-result", "half-answer", "hang", "die",
    ]

    /// What is written into files where nothing is said about it.
    static let usualText = "Written by behest fake-agent.\n"

    /// An action by its name.
    ///
    /// - Parameters:
    ///   - name: One of ``names``.
    ///   - value: What stands after it, if anything.
    ///   - text: What is written into a file.
    /// - Throws: ``FakeScriptError`` when there is none such.
    init(_ name: String, _ value: String?, text: String) throws(FakeScriptError) {
        switch name {
        case "say": self = .say(value ?? "I look at the code.")
        case "write": self = .write(path: try Self.path(value, of: name), text: text)
        case "delete": self = .delete(path: try Self.path(value, of: name))
        case "claim": self = .claim(path: try Self.path(value, of: name))
        case "ask": self = .ask(value ?? "rm -rf build")
        case "flood": self = .flood(megabytes: Int(try Self.number(value ?? "100", of: name)))
        case "slow": self = .wait(seconds: try Self.number(value ?? "3", of: name))
        case "invalid-text": self = .invalidText
        case "fork-daemon": self = .forkDaemon
        case "leave": self = .leave
        case "stubborn": self = .stubborn
        case "succeed": self = .succeed
        case "fail": self = .fail(value ?? "It cannot be done.")
        case "lie": self = .lie
        case "no-result": self = .noResult
        case "half-answer": self = .halfAnswer
        case "hang": self = .hang
        case "die": self = .die
        default:
            throw FakeScriptError("There is no action '\(name)'. Write one of \(Self.names.joined(separator: ", ")).")
        }
    }

    /// An action as it stands on the command line: `NAME` or `NAME=VALUE`.
    init(argument: String, text: String) throws(FakeScriptError) {
        guard let sign = argument.firstIndex(of: "=") else {
            try self.init(argument, nil, text: text)
            return
        }
        try self.init(String(argument[..<sign]), String(argument[argument.index(after: sign)...]), text: text)
    }

    private static func path(_ value: String?, of name: String) throws(FakeScriptError) -> String {
        guard let value, !value.isEmpty else {
            throw FakeScriptError("'\(name)' needs a file. Write '\(name)=notes.txt'.")
        }
        return value
    }

    private static func number(_ value: String, of name: String) throws(FakeScriptError) -> Double {
        guard let number = Double(value), (0...100_000).contains(number) else {
            throw FakeScriptError("'\(value)' is no number for '\(name)'. Write '\(name)=3'.")
        }
        return number
    }
}

/// A script that cannot be followed.
struct FakeScriptError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
