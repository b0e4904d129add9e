import BehestWorkflow
import FoundationEssentials

/// A picture of the screen, by the desktop's own tool or one that the user has chosen.
enum Screenshot {
    /// A program that writes a picture to the file that is its last argument.
    private struct Tool {
        var arguments: [String]
        /// Whether it can only be used with X.
        var isForX = false

        var name: String { arguments.first ?? "" }
    }

    /// The desktops' own, in the order in which they are tried.
    private static let tools = [
        Tool(arguments: ["gnome-screenshot", "-f"]),
        Tool(arguments: ["spectacle", "--background", "--nonotify", "--fullscreen", "--output"]),
        Tool(arguments: ["grim"]),
        Tool(arguments: ["scrot", "--overwrite"], isForX: true),
        Tool(arguments: ["import", "-window", "root"], isForX: true),
    ]

    private static let mostBytes = 32 << 20
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Takes the picture.
    ///
    /// - Parameters:
    ///   - chosen: the program that the user has chosen; empty for the desktop's own.
    ///   - folder: where it may be put for a moment.
    ///   - environment: the process's environment, which tells of the desktop.
    ///   - limit: how long a tool may take.
    /// - Returns: a PNG picture.
    /// - Throws: ``AgentError`` when there is no desktop or no tool; `CancellationError`.
    static func take(
        by chosen: [String],
        in folder: String,
        environment: [String: String],
        limit: Duration
    ) async throws -> Data {
        let tools = try chosen.isEmpty ? desktopTools(environment) : [Tool(arguments: chosen)]
        var failures: [String] = []
        for tool in tools {
            let file = "\(folder)/.screen-\(UInt64.random(in: 0 ... .max)).png"
            defer { try? FileManager.default.removeItem(atPath: file) }
            let program = Program(
                arguments: tool.arguments + [file],
                environment: ["PATH": environment["PATH"]],
                directory: folder
            )
            guard let outcome = try await run(program, limit: limit) else {
                failures.append("'\(tool.name)' took too long")
                continue
            }
            guard case .success(let outcome) = outcome else { continue }
            if outcome.exitCode == 0, let data = FileManager.default.contents(atPath: file),
                data.starts(with: signature)
            {
                guard data.count <= mostBytes else { throw AgentError("The picture is larger than 32 MB.") }
                return data
            }
            let words = outcome.errors.lastLines(1)
            failures.append("'\(tool.name)' failed\(words.isEmpty ? "" : ": \(words)")")
        }
        guard failures.isEmpty else { throw AgentError("\(failures.joined(separator: "; ")).") }
        throw missing(chosen, tools)
    }

    /// Finds the program that would be tried first, and does not run it.
    ///
    /// - Throws: ``AgentError`` when there is no desktop or no tool.
    static func program(by chosen: [String], environment: [String: String]) throws -> String {
        let tools = try chosen.isEmpty ? desktopTools(environment) : [Tool(arguments: chosen)]
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let found = tools.map(\.name).first { name in
            let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
            return paths.contains { FileManager.default.isExecutableFile(atPath: $0) }
        }
        guard let found else { throw missing(chosen, tools) }
        return found
    }

    private static func missing(_ chosen: [String], _ tools: [Tool]) -> AgentError {
        guard chosen.isEmpty else {
            return AgentError(
                "The program '\(chosen[0])' was not found. Install it, or choose another in the configuration."
            )
        }
        let names = tools.map(\.name).joined(separator: ", ")
        return AgentError("No program for it was found; install one of \(names).")
    }

    /// The tools that can be used on the desktop that there is.
    private static func desktopTools(_ environment: [String: String]) throws -> [Tool] {
        let isWayland = environment["WAYLAND_DISPLAY"]?.isEmpty == false
        let isX = environment["DISPLAY"]?.isEmpty == false
        guard isWayland || isX else { throw AgentError("There is no desktop here.") }
        return tools.filter { isX || !$0.isForX }
    }

    /// Runs a tool; `nil` when it took too long, a failure when it is not there.
    private static func run(_ program: Program, limit: Duration) async throws -> Result<Program.Outcome, any Error>? {
        try await withThrowingTaskGroup(of: Result<Program.Outcome, any Error>?.self) { group in
            group.addTask {
                do {
                    return .success(try await program.run())
                } catch let error as CancellationError {
                    throw error
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            let first = try await group.next() ?? nil
            group.cancelAll()
            if first == nil { _ = await group.nextResult() }
            return first
        }
    }
}
