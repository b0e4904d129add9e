import BehestAudio
import BehestGrammar
import FoundationEssentials
import Testing
import TestSupport

struct UtteranceArchiveTests {
    private func utterance(_ samples: [Int16]) -> Utterance {
        Utterance(id: "abc", source: "test", start: .zero, samples: samples, isCutShort: false)
    }

    @Test func keepsEverySample() throws {
        let folder = try TemporaryDirectory()
        var generator = SeededGenerator(seed: 7)
        let samples = (0..<40_000).map { _ in Int16.random(in: .min ... .max, using: &generator) }
        let archive = UtteranceArchive(folder: folder.url.appending(path: "audio"))
        let file = try archive.keep(utterance(samples))

        #expect(file.lastPathComponent == "abc.flac")
        let stream = try AudioFile(path: file.path).open()
        var read: [Int16] = []
        while let block = try stream.read() { read += block.map { Int16($0 * 32_768) } }
        #expect(read == samples)
    }

    @Test func leavesNothingElseInTheFolder() throws {
        let folder = try TemporaryDirectory()
        _ = try UtteranceArchive(folder: folder.url).keep(utterance([1, 2, 3]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["abc.flac"])
    }

    @Test func folderThatCannotBeMadeIsNamed() throws {
        let folder = try TemporaryDirectory()
        let place = folder.url.appending(path: "taken")
        try Data("a file is here".utf8).write(to: place)
        let error = #expect(throws: AudioError.self) {
            _ = try UtteranceArchive(folder: place).keep(utterance([1, 2, 3]))
        }
        #expect(error?.code == .unwritable)
        #expect(error?.message.hasPrefix("Could not keep the recording '\(place.path)/abc.flac': ") == true)
    }
}
