/// The kinds of coding agents that Behest can set to work.
public enum CoderProfile: String, Sendable, Hashable, CaseIterable {
    /// Claude Code.
    case claude
    /// OpenAI's Codex.
    case codex
    /// Gemini CLI.
    case gemini
    /// aider.
    case aider
    /// Any program that reads a specification on its standard input and changes files.
    case generic

    /// How an agent tells what it does.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Lines of JSON as each of these programs writes them.
        case claude, codex, gemini
        /// Text for people, and nothing that says whether it came to a good end but the exit code.
        case plain
    }

    /// One of the arguments of an agent; none of them is ever made of what was said.
    enum Argument: Sendable, Hashable {
        case constant(String)
        /// The file that holds the specification.
        case specification
        /// A file of that name in the attempt's own folder.
        case ownFile(String)
    }

    /// The program where the configuration names none; `nil` when it must.
    public var program: String? {
        self == .generic ? nil : rawValue
    }

    /// How it tells what it does.
    public var format: Format { Format(rawValue: rawValue) ?? .plain }

    /// Whether it reads the specification on its standard input; otherwise in a file that an argument names.
    var readsStandardInput: Bool { self != .aider }

    /// What it leaves in the folder that it works in besides its work, as patterns of git.
    var leavings: [String] { self == .aider ? [".aider*"] : [] }

    /// The arguments after the program.
    ///
    /// - Parameters:
    ///   - model: The model to use, if not the program's own choice.
    ///   - more: What the configuration adds.
    /// - Returns: The arguments.
    func arguments(model: String?, adding more: [String]) -> [Argument] {
        let model = model.map { [self == .codex || self == .gemini ? "-m" : "--model", $0] } ?? []
        switch self {
        case .claude:
            let own = ["-p", "--output-format", "stream-json", "--verbose", "--permission-mode", "acceptEdits"]
            return (own + model + more).map(Argument.constant)
        case .codex:
            let own = ["exec", "--json", "-s", "workspace-write"]
            return (own + model + more + ["-"]).map(Argument.constant)
        case .gemini:
            let own = ["--output-format", "stream-json", "--approval-mode", "auto_edit"]
            return (own + model + more).map(Argument.constant)
        case .aider:
            let own = [
                "--yes-always", "--no-stream", "--no-pretty", "--no-check-update", "--analytics-disable",
                "--no-auto-commits", "--no-gitignore",
            ]
            let files: [Argument] = [
                .constant("--message-file"), .specification, .constant("--chat-history-file"),
                .ownFile("chat.md"), .constant("--input-history-file"), .ownFile("input"),
            ]
            return own.map(Argument.constant) + files + (model + more).map(Argument.constant)
        case .generic: return more.map(Argument.constant)
        }
    }
}
