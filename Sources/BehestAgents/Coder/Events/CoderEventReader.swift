import BehestWorkflow

/// Reads what one kind of coding agent writes, line by line.
///
/// What it does not know it passes over: agents learn new events more often than Behest does.
protocol CoderEventReader: Sendable {
    /// Reads a line.
    ///
    /// - Parameter line: its bytes, which need not be UTF-8, nor whole.
    /// - Returns: what it tells, in its order; nothing when it tells nothing that is known.
    mutating func read(_ line: [UInt8]) -> [AgentEvent]

    /// What the agent says of its end; `nil` as long as it has not said anything of it.
    var ending: CoderEnding? { get }

    /// Whether an agent of this kind says how it ended; one that does and has not has failed.
    var mustEnd: Bool { get }
}

/// What a coding agent says of its end.
///
/// It is not believed; only that it failed is.
struct CoderEnding: Sendable, Hashable {
    /// Why it failed, by its own words; `nil` when it says that it did not.
    var failure: String?
    /// Its last words.
    var words: String?
}

extension CoderProfile.Format {
    /// What reads this format.
    func reader() -> any CoderEventReader {
        switch self {
        case .claude: ClaudeEventReader()
        case .codex: CodexEventReader()
        case .gemini: GeminiEventReader()
        case .plain: PlainEventReader()
        }
    }
}

/// What the names of tools say about their kind, in the words of the Agent Client Protocol.
enum ToolKind {
    /// The kind of a tool of Claude Code or Gemini CLI.
    static func of(_ tool: String) -> String {
        switch tool {
        case "Read", "NotebookRead", "read_file", "read_many_files", "list_directory", "LS": "read"
        case "Edit", "MultiEdit", "Write", "NotebookEdit", "write_file", "replace", "edit": "edit"
        case "Grep", "Glob", "search_file_content", "grep_search", "glob": "search"
        case "Bash", "BashOutput", "KillShell", "run_shell_command": "execute"
        case "WebFetch", "WebSearch", "web_fetch", "google_web_search": "fetch"
        case "TodoWrite", "Task", "Agent", "write_todos": "think"
        default: "other"
        }
    }

    /// What the file is called that a tool with this input changes; `nil` when it changes none.
    static func changedFile(_ tool: String, _ input: JSONValue) -> (path: String, change: AgentEvent.FileChange)? {
        let names = ["file_path", "notebook_path", "path"]
        guard of(tool) == "edit", let path = names.lazy.compactMap({ input[$0].text }).first else {
            return nil
        }
        return (path.brief(500), tool == "Write" || tool == "write_file" ? .added : .changed)
    }

    /// What a tool is used for, on one line.
    static func title(_ tool: String, _ input: JSONValue) -> String {
        let names = ["command", "file_path", "notebook_path", "path", "pattern", "query", "url", "description"]
        let detail = names.lazy.compactMap { input[$0].text }.first
        return detail.map { "\(tool): \($0.brief(200))" } ?? tool.brief(200)
    }
}
