internal import BehestAudio

/// A program that reads words and writes a recording.
struct SpeakingProgram: Sendable {
    /// Its name or path, then its arguments.
    var arguments: [String]
    var limits: SpeakerLimits

    private var name: String { arguments.first ?? "" }

    func sound(of text: String) async throws -> SoundClip {
        let call = ProgramCall(arguments: arguments, time: limits.time, bytes: limits.bytes)
        let result: ProgramCall.Result
        do {
            result = try await call.result(of: Array((text + "\n").utf8))
        } catch let failure as ProgramCall.Failure {
            throw error(failure)
        }
        guard result.isSuccess else {
            let reason = result.complaint.map { ": \($0)" } ?? ""
            throw SpeakerError(.failed, "'\(name)' did not speak (\(result.ending))\(reason). Try it in a terminal.")
        }
        do throws(AudioError) {
            return try SoundClip(decoding: result.output)
        } catch {
            throw SpeakerError(
                .badSound,
                "What '\(name)' wrote to its standard output is no recording: \(error.message)"
            )
        }
    }

    private func error(_ failure: ProgramCall.Failure) -> SpeakerError {
        switch failure {
        case .missing:
            SpeakerError(
                .missing,
                "There is no program '\(name)' to speak with. Install it, or choose another in config.yaml."
            )
        case .timedOut:
            SpeakerError(
                .timedOut,
                "'\(name)' did not speak within \(limits.time / .seconds(1)) seconds. Try it in a terminal."
            )
        case .tooMuch:
            SpeakerError(.badSound, "'\(name)' wrote more than \(limits.bytes / 1_048_576) MB for one reply.")
        case .noMemory:
            SpeakerError(.failed, "There is no memory left to speak with '\(name)', or too many files are open.")
        case .failed: SpeakerError(.failed, "'\(name)' did not speak. Try it in a terminal.")
        }
    }
}
