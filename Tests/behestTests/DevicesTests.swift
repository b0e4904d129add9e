import FoundationEssentials
import Subprocess
import TestSupport
import Testing

/// `behest devices`, with the real libasound.
@Suite(.timeLimit(.minutes(2)))
struct DevicesTests {
    private struct Device: Decodable {
        var id: String
        var name: String
        var usable: Bool
        var formats: [String]?
        var channels: [Int]?
        var rates: [Int]?
        var problem: String?
    }

    private struct Level: Decodable {
        var second: Double?
        var mean: Double?
        var peak: Double?
        var condition: String?
    }

    private func lines<Line: Decodable>(_ output: String) throws -> [Line] {
        try output.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    private func program(with microphone: FakeMicrophone) throws -> Program {
        let program = try Program()
        program.environment["ALSA_CONFIG_PATH"] = microphone.configurationPath
        program.belongings.append(microphone)
        return program
    }

    @Test func listsWhatThereIsAndWhatItCanDo() async throws {
        let program = try program(with: await FakeMicrophone(hearing: [], channels: 2, ["rate": 48_000]))
        let result = try await program.run("devices", "--json")
        #expect(result.exitCode == 0, "\(result.errors)")
        let devices: [Device] = try lines(result.output)
        let mic = try #require(devices.first { $0.id == "mic" })
        #expect(mic.name == "Fake microphone")
        #expect(mic.usable && mic.problem == nil)
        #expect(mic.formats == ["s16le"] && mic.channels == [2, 2] && mic.rates == [48_000, 48_000])

        let text = try await program.run("devices")
        #expect(text.output.contains("mic\n    Fake microphone\n    2 channels, 48000 Hz, s16le\n"))
        // ALSA's own complaints of what is not there stay off the terminal.
        #expect(text.errors.isEmpty)
    }

    @Test func aDeviceThatIsInUseIsListedWithWhatToDo() async throws {
        let program = try program(with: await FakeMicrophone(hearing: [], ["open_errno": 16]))
        let devices: [Device] = try lines(try await program.run("devices", "--json").output)
        let mic = try #require(devices.first { $0.id == "mic" })
        #expect(!mic.usable)
        #expect(
            mic.problem == "The microphone 'mic' is in use by another program. Close that program, or choose another "
                + "microphone."
        )
    }

    @Test func aTrialShowsHowLoudItIs() async throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 3)
        let program = try program(with: await FakeMicrophone(hearing: tone, ["speed": 4]))
        let result = try await program.run("devices", "--try", "mic", "--seconds", "2")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "Listening to 'mic'.")
        #expect(lines.dropFirst().first == "level -9 dB, peak -6 dB")
        #expect(lines.last?.hasSuffix("of sound, at most -6 dB. That is good to listen to.") == true)
        #expect(lines.allSatisfy { $0.count <= 80 })

        let json: [Level] = try self.lines(
            try await program.run("devices", "--try", "mic", "--seconds", "2", "--json").output
        )
        #expect(json.first?.condition == "Listening to 'mic'.")
        #expect(json.count == 2)
        #expect(abs(try #require(json.last?.peak) + 6.02) < 0.1)
    }

    @Test func aMutedMicrophoneIsSaid() async throws {
        let program = try program(with: await FakeMicrophone(hearing: [], ["speed": 4]))
        let result = try await program.run("devices", "--try", "mic", "--seconds", "2", "--plain")
        #expect(result.output.contains("gives only silence. It may be muted"))
        #expect(result.output.hasSuffix("Nothing but silence: look whether the microphone is muted.\n"))
    }

    @Test func aMicrophoneThatIsNotThereIsOneSentence() async throws {
        let program = try program(with: await FakeMicrophone(hearing: []))
        let result = try await program.run("devices", "--try", "hw:CARD=Nobody")
        #expect(result.exitCode == 1)
        #expect(result.output.isEmpty)
        #expect(
            result.errors == "behest: There is no microphone 'hw:CARD=Nobody'. Plug it in, or choose one of those that "
                + "'behest devices' lists.\n"
        )
    }

    @Test func aMicrophoneThatIsPulledOutEndsTheTrial() async throws {
        let microphone = try await FakeMicrophone(
            hearing: SoundFixture.noise(seconds: 1, level: 0.5),
            ["fail_at": 4_000]
        )
        let result = try await program(with: microphone).run("devices", "--try", "mic")
        #expect(result.exitCode == 1)
        #expect(result.output.contains("The microphone 'mic' is gone."))
    }

    @Test func withoutAMicrophoneItSaysWhatToDo() async throws {
        let program = try program(with: await FakeMicrophone(hearing: [], ["open_errno": 16]))
        // A configuration without a device, and no sound server: what a container has.
        program.environment["PULSE_SERVER"] = "unix:/nowhere"
        let result = try await program.run("devices")
        // A machine with a sound card has one to list.
        guard !FileManager.default.fileExists(atPath: "/proc/asound/cards") else { return }
        #expect(result.exitCode == 1)
        #expect(result.errors.hasPrefix("behest: There is no microphone that can be used. Plug one in"))
        #expect((result.errors + result.output).contains("'behest run FILE'"))
    }

    @Test func nonsenseSecondsAreRefused() async throws {
        #expect(try await Program().run("devices", "--try", "mic", "--seconds", "0").exitCode == 64)
    }
}
