internal import BehestAudio
internal import Subprocess
internal import SystemPackage

/// A program that reads words and writes a recording.
struct SpeakingProgram: Sendable {
    /// Its name or path, then its arguments.
    var arguments: [String]
    var limits: SpeakerLimits

    private enum Outcome: Sendable {
        case ended(TerminationStatus, [UInt8], String)
        case timedOut
    }

    private var name: String { arguments.first ?? "" }

    func sound(of text: String) async throws -> SoundClip {
        switch try await outcome(of: text) {
        case .timedOut:
            let seconds = limits.time / .seconds(1)
            throw SpeakerError(.timedOut, "'\(name)' did not speak within \(seconds) seconds. Try it in a terminal.")
        case .ended(let status, let output, let errors):
            guard status.isSuccess else {
                let lines = errors.split { $0.isNewline }.suffix(1)
                let reason = lines.first.map { ": \($0)" } ?? ""
                throw SpeakerError(.failed, "'\(name)' did not speak (\(status))\(reason). Try it in a terminal.")
            }
            do throws(AudioError) {
                return try SoundClip(decoding: output)
            } catch {
                throw SpeakerError(
                    .badSound,
                    "What '\(name)' wrote to its standard output is no recording: \(error.message)"
                )
            }
        }
    }

    private func outcome(of text: String) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask { try await run(text) }
            group.addTask {
                try await ContinuousClock().sleep(for: limits.time)
                return .timedOut
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private func run(_ text: String) async throws -> Outcome {
        var options = PlatformOptions()
        // Ctrl-C in a terminal is for Behest, which ends the program itself.
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200))
        ]
        // Not a pipe: whoever writes into one that nobody reads any more is ended by a signal.
        guard let input = MemoryFile.descriptor(holding: Array((text + "\n").utf8)) else {
            throw SpeakerError(.failed, "There is no memory left to speak with '\(name)', or too many files are open.")
        }
        do {
            let result = try await Subprocess.run(
                name.contains("/") ? .path(FilePath(name)) : .name(name),
                arguments: Arguments(Array(arguments.dropFirst())),
                platformOptions: options,
                input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
                output: .bytes(limit: limits.bytes),
                error: .string(limit: 1 << 16)
            )
            try Task.checkCancellation()
            return .ended(result.terminationStatus, result.standardOutput, result.standardError)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw failure(error)
        }
    }

    private func failure(_ error: SubprocessError) -> SpeakerError {
        switch error.code {
        case .executableNotFound, .spawnFailed:
            SpeakerError(
                .missing,
                "There is no program '\(name)' to speak with. Install it, or choose another in config.yaml."
            )
        case .outputLimitExceeded:
            SpeakerError(.badSound, "'\(name)' wrote more than \(limits.bytes / 1_048_576) MB for one reply.")
        default: SpeakerError(.failed, "'\(name)' did not speak. Try it in a terminal.")
        }
    }
}
