import BehestAudio
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing
import TestSupport

/// An hour at the microphone, as quick as it can be heard.
@Suite(.timeLimit(.minutes(10)))
struct ListenSoakTests {
    private static let commands = 10

    /// What it may take more at the end than after the second command, in bytes.
    private static let growth = 32 << 20

    @Test func anHourLosesNothingAndTakesNoMoreMemoryThanItsBeginning() async throws {
        let program = try Program()
        _ = try await Subprocess.run(
            .name("git"),
            arguments: ["init", "--quiet", program.workspace.path],
            output: .discarded
        )
        let sound = program.workspace.appending(path: "hour.raw")
        try writeHour(to: sound)
        var states: [String?] = []
        var memory: [Int] = []
        let input = try FileDescriptor.open(FilePath(sound.path), .readOnly)
        let outcome = try await Subprocess.run(
            .path(FilePath(try Program.path())),
            arguments: ["listen", "--from", "-", "--json"],
            environment: .inherit.updating(program.environment),
            workingDirectory: FilePath(program.workspace.path),
            input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .sequence,
            error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                let event = try JSONDecoder().decode(Program.Line.self, from: Data(line.utf8))
                guard event.event == "ended" else { continue }
                states.append(event.state)
                memory.append(try residentBytes(of: execution.processIdentifier.value))
            }
        }
        #expect(outcome.terminationStatus.isSuccess)
        #expect(states == Array(repeating: "succeeded", count: Self.commands))
        try #require(memory.count == Self.commands)
        #expect(memory[Self.commands - 1] - memory[1] < Self.growth, "\(memory)")
    }

    /// Ten commands, each with six minutes of a quiet room after it, as samples without a header.
    private func writeHour(to file: URL) throws {
        var command: [Float] = []
        let stream = try AudioFile(path: Repository.sample("git-status").path).open()
        while let block = try stream.read() { command += block }
        let room = (0..<6 * speechSampleRate).map { _ in Int16.random(in: -3...3) }
        let stretch = command.map { Int16(($0 * 32_767).rounded()) } + Array(repeatElement(room, count: 60).joined())
        let bytes = Data(stretch.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        let output = try FileDescriptor.open(FilePath(file.path), .writeOnly)
        try output.closeAfter {
            for _ in 0..<Self.commands { _ = try output.writeAll(bytes) }
        }
    }

    private func residentBytes(of process: Int32) throws -> Int {
        let fields = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")
        return try #require(fields.dropFirst().first.flatMap { Int($0) }) * 4_096
    }
}
