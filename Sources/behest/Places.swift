internal import BehestAgents
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// Where things are kept, by the XDG Base Directory Specification.
struct Places {
    /// The journal and the recordings.
    let state: URL
    /// What can be made again.
    let caches: URL
    /// The user's own packs.
    let userGrammars: URL
    /// The user's settings.
    let configuration: URL
    /// Where a running Behest can be told when to listen.
    let controlSocket: URL
    /// The packs that came with Behest; `nil` when they cannot be found.
    let shippedGrammars: URL?
    /// The models.
    let models: ModelStore

    /// - Parameter environment: the process's environment.
    init(environment: [String: String]) {
        let home = environment["HOME"] ?? "/"
        func folder(_ variable: String, _ fallback: String) -> URL {
            // The specification has relative paths ignored.
            let path = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/" + fallback
            return URL(filePath: path).appending(path: "behest")
        }
        state = folder("XDG_STATE_HOME", ".local/state")
        caches = folder("XDG_CACHE_HOME", ".cache")
        let settings = folder("XDG_CONFIG_HOME", ".config")
        userGrammars = settings.appending(path: "grammars")
        configuration = settings.appending(path: "config.yaml")
        // Without a runtime folder, which login managers make, it is with the state, which is the user's own as well.
        let runtime = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
        controlSocket = (runtime?.appending(path: "behest") ?? state.appending(path: "run")).appending(
            path: "control.sock"
        )
        models = ModelStore(environment: environment)
        shippedGrammars = environment["BEHEST_GRAMMARS"].map { URL(filePath: $0) } ?? Self.besideTheProgram()
    }

    var journal: URL { state.appending(path: "journal.sqlite") }

    /// What came of coding agents' work, and their working trees, which are no part of the state: agents change them.
    var coderFolders: CoderFolders {
        CoderFolders(records: state.appending(path: "coder").path, trees: caches.appending(path: "worktrees").path)
    }

    /// What agents have told while they were at work.
    var logs: TaskLogs { TaskLogs(folder: state.appending(path: "logs").path) }

    var recordings: URL { state.appending(path: "audio") }

    /// `../share/behest/grammars`, seen from the program's own folder.
    private static func besideTheProgram() -> URL? {
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return nil
        }
        let folder = URL(filePath: program).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "share/behest/grammars")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
}
