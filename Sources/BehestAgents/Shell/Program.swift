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

    /// Runs it to its end.
    ///
    /// When the surrounding Swift task is cancelled, it and all that it started in its session are
    /// ended, at first politely.
    ///
    /// - Throws: `CancellationError`; `SubprocessError` when it cannot be started. An exit code is no error.
    func run() async throws -> Outcome {
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
            .name(arguments.first ?? ""),
            arguments: Arguments(Array(arguments.dropFirst())),
            environment: .inherit.updating(changes),
            workingDirectory: FilePath(directory),
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .sequence
        ) { execution in
            async let errors = Self.collect(execution.standardError)
            let output = try await Self.collect(execution.standardOutput)
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

    private static func collect(_ buffers: SubprocessOutputSequence) async throws -> OutputTail {
        var tail = OutputTail()
        for try await buffer in buffers {
            tail.append(buffer.bytes)
        }
        return tail
    }
}
