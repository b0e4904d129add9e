internal import ArgumentParser
internal import BehestSpeech
internal import Subprocess

/// Says sentences aloud through espeak-ng, which chooses the sound device itself.
struct SpokenSamples {
    private let voice: String

    /// Why nothing can be heard.
    struct Silent: Error, CustomStringConvertible {
        var description: String
    }

    /// Speaks a language, such as `en`.
    init(language: String) {
        voice = EspeakPronouncer.voiceName(for: language)
    }

    /// Says a sentence, and waits until it has been said.
    ///
    /// - Throws: ``Silent`` when there is no espeak-ng, or no device that it can play on; `CancellationError`.
    func say(_ text: String) async throws {
        let (status, errors) = try await run(text)
        // Without a sound device it complains, and still ends well.
        let complaint = errors.split(separator: "\n").last { $0.lowercased().contains("error") }
        guard complaint == nil, status.isSuccess else {
            let reason = complaint.map { String($0).visible } ?? "it ended early"
            throw Silent(description: "espeak-ng could not play a sentence: \(reason). Is there a sound device?")
        }
    }

    private func run(_ text: String) async throws -> (status: TerminationStatus, errors: String) {
        do {
            // Behind "--" no word is taken for an option.
            let record = try await Subprocess.run(
                .name("espeak-ng"),
                arguments: ["-v", voice, "-b", "1", "--", text],
                input: .none,
                output: .discarded,
                error: .string(limit: 64 << 10)
            )
            return (record.terminationStatus, record.standardError)
        } catch is SubprocessError {
            try Task.checkCancellation()
            throw Silent(description: "espeak-ng could not be started. Install it: sudo apt install espeak-ng.")
        }
    }
}
