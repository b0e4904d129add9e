internal import Subprocess
internal import SystemPackage

/// A program that is asked about the workspace: run without a shell, with bounds on its time and on what it writes.
struct WorkspaceProgram: Sendable {
    /// What it wrote and how it ended.
    struct Outcome: Sendable {
        var exitCode: Int
        var output: [UInt8]
        /// The last line of its complaint.
        var complaint: String
    }

    /// Its name or path, then its arguments.
    var arguments: [String]
    /// Where it runs.
    var directory: String
    /// What it reads.
    var input = ""
    var limits: WorkspaceLimits

    private var name: String { arguments.first ?? "" }

    /// Runs it to its end.
    ///
    /// - Throws: ``WorkspaceError`` when it cannot be started or passes a bound; `CancellationError`. An exit code is no
    ///   error.
    func run() async throws -> Outcome {
        let limits = limits
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await start() }
            group.addTask {
                try await Task.sleep(for: limits.time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let outcome = first else {
                throw WorkspaceError(.tooSlow, "'\(name)' takes longer than \(limits.time), and was ended.")
            }
            return outcome
        }
    }

    private func start() async throws -> Outcome {
        let (status, output, errors): (TerminationStatus, WrittenBytes, WrittenBytes)
        do {
            (status, output, errors) = try await execute()
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw WorkspaceError(.noProgram, Self.message(of: error, name: name))
        }
        try Task.checkCancellation()
        guard !output.isCut else {
            throw WorkspaceError(.tooLarge, "'\(name)' writes more than \(limits.bytes / 1_000_000) MB.")
        }
        let code =
            switch status {
            case .exited(let code): Int(code)
            case .signaled(let signal): 128 + Int(signal)
            }
        let complaint = String(decoding: errors.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).last
        return Outcome(exitCode: code, output: output.bytes, complaint: complaint.map(String.init) ?? "")
    }

    private func execute() async throws -> (TerminationStatus, WrittenBytes, WrittenBytes) {
        var options = PlatformOptions()
        // A session of its own, so that a signal to its group reaches all that it started.
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        let result = try await Subprocess.run(
            executable,
            arguments: Arguments(Array(arguments.dropFirst())),
            environment: .inherit.updating(Self.gitVariables),
            workingDirectory: FilePath(directory),
            platformOptions: options,
            input: .string(input),
            output: .sequence,
            error: .sequence
        ) { execution in
            async let errors = WrittenBytes(execution.standardError, most: 65_536)
            let output = try await WrittenBytes(execution.standardOutput, most: limits.bytes)
            let written = (output, try await errors)
            if Task.isCancelled { try? execution.send(signal: .kill, toProcessGroup: true) }
            return written
        }
        return (result.terminationStatus, result.closureResult.0, result.closureResult.1)
    }

    /// The variables that would lead git to another repository.
    private static var gitVariables: [Environment.Key: String?] {
        ["GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_COMMON_DIR": nil]
    }

    /// The program: by its name from `PATH`, or by its path, which counts from the directory it runs in.
    private var executable: Executable {
        if name.hasPrefix("/") { return .path(FilePath(name)) }
        return name.contains("/") ? .path(FilePath("\(directory)/\(name)")) : .name(name)
    }

    private static func message(of error: SubprocessError, name: String) -> String {
        switch error.code {
        case .executableNotFound: "There is no program '\(name)': install it, or correct its name."
        case .failedToChangeWorkingDirectory: "The workspace cannot be entered: choose another with --workspace."
        default: "'\(name)' could not be run: \(error.underlyingError.map { "\($0)" } ?? "it was not started")."
        }
    }
}

/// What a program writes, up to a bound.
private struct WrittenBytes: Sendable {
    var bytes: [UInt8] = []
    var isCut = false

    /// Reads to the end, so that the program is not kept waiting; what is beyond the bound is dropped.
    init(_ buffers: SubprocessOutputSequence, most: Int) async throws {
        for try await buffer in buffers {
            let room = most - bytes.count
            isCut = isCut || buffer.count > room
            guard room > 0 else { continue }
            unsafe buffer.bytes.withUnsafeBytes { unsafe bytes.append(contentsOf: $0.prefix(room)) }
        }
    }
}
