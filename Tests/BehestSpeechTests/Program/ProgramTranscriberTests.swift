import BehestAudio
import BehestSpeech
import FoundationEssentials
import TestSupport
import Testing

/// The adapter with programs of this machine.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ProgramTranscriberTests {
    private func shell(
        _ script: String,
        _ arguments: [String] = [],
        limits: ProgramTranscriber.Limits? = nil
    ) -> ProgramTranscriber {
        ProgramTranscriber(
            arguments: ["/bin/sh", "-c", script, "sh"] + arguments,
            limits: limits ?? .init(time: .seconds(60), bytes: 4_096)
        )
    }

    @Test(arguments: [
        "cat >/dev/null; echo ' File a bug. '",
        "cat >/dev/null; echo '{\"text\": \"File a bug.\", \"segments\": []}'",
        "wc -c | grep -q . && printf 'File a\\nbug.'",
    ])
    func doesWhatEveryTranscriberMust(script: String) async throws {
        let transcriber = shell(script)
        try await checkTranscriber(transcriber)
        #expect(transcriber.name == "sh")
        #expect(try await transcriber.transcribe(recording("file-a-bug")).text == "File a bug.")
    }

    @Test func theProgramReadsTheRecording() async throws {
        let speech = try recording("file-a-bug")
        let directory = try TemporaryDirectory()
        let (read, kept) = (directory.url.appending(path: "read.wav"), directory.url.appending(path: "kept.wav"))
        _ = try await shell("cat >\"$1\"", [read.path]).transcribe(speech)
        _ = try await shell("cp \"$1\" \"$2\"", ["{file}", kept.path]).transcribe(speech)
        for file in [read, kept] {
            let stream = try AudioFile(path: file.path).open()
            var samples: [Int16] = []
            while let block = try stream.read() { samples += block.map { Int16($0 * 32_768) } }
            #expect(samples == speech.samples)
        }
    }

    @Test func theFileIsTheProgramsAloneAndGoneAfterIt() async throws {
        let speech = try recording("file-a-bug")
        let text = try await shell("stat -c %a \"$1\"; echo \"$1\" \"$2\"", ["{file}", "--in={file}"]).transcribe(
            speech
        ).text
        let parts = text.split(separator: " ").map(String.init)
        #expect(parts.count == 3)
        #expect(parts.first == "600")
        let path = try #require(parts.dropFirst().first)
        #expect(path.hasSuffix(".wav"))
        #expect(parts.last == "--in=\(path)")
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func whatTheProgramTellsOfProbabilitiesIsTaken() async throws {
        let json =
            "{\"text\": \"Run.\", \"segments\": [{\"start\": 0, \"end\": 1, \"text\": \"Run.\", \"avg_logprob\": -0.5}]}"
        let transcript = try await shell("cat >/dev/null; echo '\(json)'").transcribe(recording("file-a-bug"))
        #expect(transcript.meanLogProbability == -0.5)
        #expect(transcript.segments.map(\.text) == ["Run."])
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        var script: String
        var code: TranscriptionError.Code
        var retry = TranscriptionError.Retry.never
        var part: String
        var testDescription: String { script }
    }

    @Test(arguments: [
        Failure(
            script: "echo 'no model' >&2; exit 3",
            code: .failed,
            retry: .allowed,
            part: "(\"no model\"). Try it in a terminal."
        ),
        Failure(script: "kill -9 $$", code: .failed, retry: .allowed, part: "did not transcribe"),
        Failure(script: "cat /dev/zero", code: .badAnswer, part: "printed more than 4 kB for one utterance."),
        Failure(script: "printf 'caf\\351'", code: .badAnswer, part: "answered with bytes that are no text."),
        Failure(script: "echo '{\"text\": '", code: .badAnswer, part: "answered with JSON that breaks off"),
        Failure(script: "echo '{\"error\": \"no model\"}'", code: .badAnswer, part: "with an error (\"no model\")"),
        Failure(script: "echo '<html></html>'", code: .badAnswer, part: "with a web page"),
    ])
    func aProgramThatFailsIsAnError(failure: Failure) async throws {
        let error = await #expect(throws: TranscriptionError.self) {
            _ = try await shell(failure.script).transcribe(recording("file-a-bug"))
        }
        #expect(error?.code == failure.code)
        #expect(error?.retry == failure.retry)
        #expect(error?.message.contains(failure.part) == true, "\(error?.message ?? "")")
    }

    @Test func whatIsNotThereIsMisconfigured() async throws {
        let missing = await #expect(throws: TranscriptionError.self) {
            _ = try await ProgramTranscriber(arguments: ["no-such-program"]).transcribe(recording("file-a-bug"))
        }
        #expect(missing?.code == .misconfigured)
        let message =
            "There is no program 'no-such-program' to transcribe with. Install it, or choose another in config.yaml."
        #expect(missing?.message == message)
        let none = await #expect(throws: TranscriptionError.self) {
            _ = try await ProgramTranscriber(arguments: []).transcribe(recording("file-a-bug"))
        }
        #expect(none?.code == .misconfigured)
    }

    @Test func aProgramThatHangsIsEndedWithAllItStarted() async throws {
        let error = await #expect(throws: TranscriptionError.self) {
            let limits = ProgramTranscriber.Limits(time: .milliseconds(300))
            _ = try await shell("trap '' TERM; sleep 600 & sleep 600", limits: limits).transcribe(
                recording("file-a-bug")
            )
        }
        #expect(error?.code == .timedOut)
    }
}
