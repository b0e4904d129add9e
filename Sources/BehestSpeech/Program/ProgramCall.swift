internal import BehestAudio
internal import Subprocess
internal import SystemPackage

/// One run of a program that is given bytes and gives bytes: no shell, and bounds on its time and its output.
struct ProgramCall: Sendable {
    /// What came of it.
    struct Result: Sendable {
        /// Whether it ended well.
        var isSuccess: Bool
        /// How it ended, as it may be shown.
        var ending: String
        /// What it wrote.
        var output: [UInt8]
        /// The last line of what it complained, if it did.
        var complaint: String?
    }

    /// Why there is no result.
    enum Failure: Error, Sendable, Hashable {
        /// There is no such program, or it may not be run.
        case missing
        /// It took longer than it may.
        case timedOut
        /// It wrote more than it may.
        case tooMuch
        /// There is no memory left for what it reads, or too many files are open.
        case noMemory
        /// It could not be run to its end.
        case failed
    }

    /// Its name or path, then its arguments.
    var arguments: [String]
    /// How long it may take.
    var time: Duration
    /// How much it may write.
    var bytes: Int

    /// Its name, as it was given.
    var name: String { arguments.first ?? "" }

    /// Runs it to its end.
    ///
    /// It is ended, with all that it started, when it takes too long or the surrounding Swift task is cancelled.
    ///
    /// - Parameter input: what it reads on its standard input.
    /// - Returns: what came of it, also where it ended badly.
    /// - Throws: ``Failure``; `CancellationError`.
    func result(of input: [UInt8]) async throws -> Result {
        let result = try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await run(input) }
            group.addTask {
                try await ContinuousClock().sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
        guard let result else { throw Failure.timedOut }
        return result
    }

    private func run(_ input: [UInt8]) async throws -> Result {
        var options = PlatformOptions()
        // Ctrl-C in a terminal is for Behest, which ends the program itself.
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(80))
        ]
        // Not a pipe: whoever writes into one that nobody reads any more is ended by a signal.
        guard let file = MemoryFile.descriptor(holding: input) else { throw Failure.noMemory }
        do {
            let result = try await Subprocess.run(
                name.contains("/") ? .path(FilePath(name)) : .name(name),
                arguments: Arguments(Array(arguments.dropFirst())),
                platformOptions: options,
                input: .fileDescriptor(FileDescriptor(rawValue: file), closeAfterSpawningProcess: true),
                output: .bytes(limit: bytes),
                error: .string(limit: 1 << 16)
            )
            try Task.checkCancellation()
            let complaint = result.standardError.split { $0.isNewline }.last.map(String.init)
            return Result(
                isSuccess: result.terminationStatus.isSuccess,
                ending: "\(result.terminationStatus)",
                output: result.standardOutput,
                complaint: complaint
            )
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            switch error.code {
            case .executableNotFound, .spawnFailed: throw Failure.missing
            case .outputLimitExceeded: throw Failure.tooMuch
            default: throw Failure.failed
            }
        }
    }
}
