/// What of the home folder belongs to a kind of coding agent: its sessions, its keys and its settings.
///
/// All of it is a place of secrets, which no other program is shown.
struct CoderHome: Sendable, Hashable {
    /// The variable that names another folder in place of ``folder``.
    var variable: String?
    /// Its folder, from the home folder.
    var folder: String
    /// What else is its own, from the home folder.
    var files: [String] = []
    /// What in its folder decides what it runs from now on: it may read that and not change it.
    var settings: [String] = []

    /// The whole paths of all that is its own.
    func paths(environment: [String: String]) -> [String] {
        let home = environment["HOME"] ?? ""
        return [path(of: "", environment: environment)] + files.map { "\(home)/\($0)" }
    }

    /// The whole paths of what it may not change.
    func guarded(environment: [String: String]) -> [String] {
        settings.map { path(of: "/\($0)", environment: environment) }
    }

    private func path(of name: String, environment: [String: String]) -> String {
        let named = variable.flatMap { environment[$0] }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (named ?? "\(environment["HOME"] ?? "")/\(folder)") + name
    }
}

extension CoderProfile {
    /// What is its own; `nil` for a program of which nothing is known.
    var home: CoderHome? {
        switch self {
        case .claude:
            CoderHome(
                variable: "CLAUDE_CONFIG_DIR",
                folder: ".claude",
                files: [".claude.json"],
                settings: [
                    "settings.json", "settings.local.json", "CLAUDE.md", "agents", "commands", "hooks", "skills",
                ]
            )
        case .codex:
            CoderHome(
                variable: "CODEX_HOME",
                folder: ".codex",
                settings: ["config.toml", "AGENTS.md", "prompts", "rules", "skills"]
            )
        case .gemini:
            CoderHome(folder: ".gemini", settings: ["settings.json", "GEMINI.md", "commands", "extensions"])
        case .aider: CoderHome(folder: ".aider", files: [".aider.conf.yml"])
        case .generic: nil
        }
    }
}
