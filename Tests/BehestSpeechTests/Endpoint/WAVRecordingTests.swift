import BehestAudio
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestSpeech

struct WAVRecordingTests {
    private static let samples: [Int16] = [0, 1, -1, 256, .max, .min] + (0..<1_600).map { Int16($0 * 7 % 30_000) }

    /// What libsndfile, as many servers use it, reads; a file that is shorter than it says is an error.
    private func read(_ bytes: [UInt8]) throws -> [Int16] {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "a.wav")
        try Data(bytes).write(to: file)
        let stream = try AudioFile(path: file.path).open()
        var samples: [Int16] = []
        while let block = try stream.read() { samples += block.map { Int16($0 * 32_768) } }
        return samples
    }

    @Test func aWholeFileIsReadAsItWas() throws {
        let bytes = WAVRecording.bytes(of: Self.samples)
        #expect(bytes.count == WAVRecording.length(sampleCount: Self.samples.count))
        #expect(try read(bytes) == Self.samples)
        #expect(throws: AudioError.self) { _ = try read(Array(bytes.dropLast(1_000))) }
    }

    @Test func aFileWhoseLengthWasNotKnownIsReadToItsEnd() throws {
        let bytes = WAVRecording.header(sampleCount: nil) + WAVRecording.body(of: Self.samples)
        #expect(try read(bytes) == Self.samples)
    }
}
