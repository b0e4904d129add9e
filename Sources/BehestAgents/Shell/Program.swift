import BehestWorkflow
internal import Subprocess
internal import SystemPackage

/// A program with its arguments, run without any shell.
struct Program: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        /// The code it exited with, or 128 and the signal that ended it.
        var exitCode: Int
        /// The signal that ended it, if one did.
        var signal: Int?
        var output: OutputTail
        var errors: OutputTail
    }

    /// The program's name or path, then its arguments.
    var arguments: [String]
    /// Set besides what is inherited; `nil` takes a name away.
    var environment: [String: String?] = [:]
    /// Where it runs.
    var directory: String
    /// How long it may take to end when it is asked to.
    var grace = Duration.seconds(3)
    /// What it reads on its standard input; `nil` for nothing at all.
    var input: [UInt8]?
    /// Takes what it writes to its standard output, piece by piece, and returns at once.
    var received: (@Sendable ([UInt8]) -> Void)?
    /// Takes the number of its process, once.
    var started: (@Sendable (Int32) -> Void)?

    /// Runs it to its end.
    ///
    /// When the surrounding Swift task is cancelled, it and all that it started in its session are
    /// ended, at first politely.
    ///
    /// - Throws: `CancellationError`; `SubprocessError` when it cannot be started; ``AgentError`` when it may not have what it
    ///   is to have. An exit code is no error.
    func run() async throws -> Outcome {
        guard let input else { return try await run(reading: .none) }
        return try await run(reading: .fileDescriptor(try InputFile.make(input), closeAfterSpawningProcess: true))
    }

    private func run(reading input: some InputProtocol) async throws -> Outcome {
        var options = PlatformOptions()
        // A session of its own: a terminal's Ctrl-C reaches us alone, and a signal to the group reaches all it started.
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)]
        var changes: [Environment.Key: String?] = [:]
        for (name, value) in environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            changes.updateValue(value, forKey: key)
        }
        let result = try await Subprocess.run(
            executable,
            arguments: Arguments(Array(arguments.dropFirst())),
            environment: .inherit.updating(changes),
            workingDirectory: FilePath(directory),
            platformOptions: options,
            input: input,
            output: .sequence,
            error: .sequence
        ) { execution in
            started?(Int32(execution.processIdentifier.value))
            async let errors = Self.collect(execution.standardError)
            let output = try await Self.collect(execution.standardOutput, received)
            let collected = (output, try await errors)
            if Task.isCancelled {
                // Not reaped yet, so that the group's number is still its own: what outlived its leader ends here.
                try? execution.send(signal: .kill, toProcessGroup: true)
            }
            return collected
        }
        try Task.checkCancellation()
        let (code, signal): (Int, Int?) =
            switch result.terminationStatus {
            case .exited(let code): (Int(code), nil)
            case .signaled(let signal): (128 + Int(signal), Int(signal))
            }
        return Outcome(exitCode: code, signal: signal, output: result.closureResult.0, errors: result.closureResult.1)
    }

    /// The program: by its name from `PATH`, or by its path, which counts from the directory it runs in.
    private var executable: Executable {
        let name = arguments.first ?? ""
        if name.hasPrefix("/") { return .path(FilePath(name)) }
        return name.contains("/") ? .path(FilePath("\(directory)/\(name)")) : .name(name)
    }

    private static func collect(
        _ buffers: SubprocessOutputSequence,
        _ received: (@Sendable ([UInt8]) -> Void)? = nil
    ) async throws -> OutputTail {
        var tail = OutputTail()
        for try await buffer in buffers {
            tail.append(buffer.bytes)
            if let received { received(unsafe buffer.bytes.withUnsafeBytes { unsafe Array($0) }) }
        }
        return tail
    }
}
