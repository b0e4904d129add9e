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
        /// Why it was not run at all, as the launcher says; `nil` when it was.
        var refusal: LauncherRefusal?
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
    /// What it is confined by; `nil` runs it without a launcher.
    var confinement: Confinement?
    /// Takes out what nobody is to read.
    var redactor = SecretRedactor()

    /// Takes what it writes to its standard output as it is, piece by piece, and returns at once.
    var received: (@Sendable ([UInt8]) -> Void)?
    /// Takes the number of its process, once.
    var started: (@Sendable (Int32) -> Void)?

    /// How much longer than its grace the launcher is given until it is killed itself: it needs no more.
    private static let lastResort = Duration.seconds(2)

    /// Runs it to its end.
    ///
    /// When the surrounding Swift task is cancelled, it and all that it started are ended, at first politely. In a
    /// confinement that holds for whatever it started, and also at its own end; without one, for what is in its session.
    ///
    /// - Parameter events: Takes its output while it runs.
    /// - Returns: what came of it.
    /// - Throws: `CancellationError`; `SubprocessError` when it cannot be started; ``AgentError`` when it may not have what it
    ///   is to have. An exit code is no error.
    func run(events: AgentEvents = .none) async throws -> Outcome {
        let arguments = try confinement?.arguments(running: arguments, in: directory, grace: grace) ?? arguments
        guard let input else { return try await run(arguments, input: .none, events: events) }
        let file = try InputFile.make(input)
        return try await run(
            arguments,
            input: .fileDescriptor(file, closeAfterSpawningProcess: true),
            events: events
        )
    }

    private func run(
        _ arguments: [String],
        input: some InputProtocol,
        events: AgentEvents
    ) async throws -> Outcome {
        let isConfined = confinement != nil
        let result = try await Subprocess.run(
            Self.executable(arguments.first ?? "", in: directory),
            arguments: Arguments(Array(arguments.dropFirst())),
            environment: .inherit.updating(changes),
            workingDirectory: FilePath(directory),
            platformOptions: options,
            input: input,
            output: .sequence,
            error: .sequence
        ) { execution in
            started?(Int32(execution.processIdentifier.value))
            async let errors = collect(execution.standardError) { events.report(.errorOutput($0)) }
            let output = try await collect(execution.standardOutput, received) { events.report(.output($0)) }
            let collected = (output, try await errors)
            if Task.isCancelled, !isConfined {
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
        let (output, errors) = result.closureResult
        let refusal = isConfined ? LauncherRefusal(exitCode: code, errors: errors) : nil
        return Outcome(exitCode: code, signal: signal, output: output, errors: errors, refusal: refusal)
    }

    private var options: PlatformOptions {
        var options = PlatformOptions()
        // A session of its own: a terminal's Ctrl-C reaches us alone, and a signal to the group reaches all it started.
        options.createSession = true
        options.teardownSequence =
            confinement == nil
            ? [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)]
            : [.gracefulShutDown(allowedDurationToNextStep: grace + Self.lastResort)]
        return options
    }

    private var changes: [Environment.Key: String?] {
        var changes: [Environment.Key: String?] = [:]
        if let confinement { changes.updateValue(confinement.scratch, forKey: "TMPDIR") }
        for (name, value) in environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            changes.updateValue(value, forKey: key)
        }
        return changes
    }

    /// The program: by its name from `PATH`, or by its path, which counts from the directory it runs in.
    private static func executable(_ name: String, in directory: String) -> Executable {
        if name.hasPrefix("/") { return .path(FilePath(name)) }
        return name.contains("/") ? .path(FilePath("\(directory)/\(name)")) : .name(name)
    }

    /// Reads a stream to its end, telling of each piece.
    private func collect(
        _ buffers: SubprocessOutputSequence,
        _ received: (@Sendable ([UInt8]) -> Void)? = nil,
        telling tell: (String) -> Void
    ) async throws -> OutputTail {
        var stream = OutputStream(redactor: redactor)
        for try await buffer in buffers {
            if let received { received(unsafe buffer.bytes.withUnsafeBytes { unsafe Array($0) }) }
            let text = stream.take(buffer.bytes)
            if !text.isEmpty { tell(text) }
        }
        let text = stream.finish()
        if !text.isEmpty { tell(text) }
        return stream.tail
    }
}
