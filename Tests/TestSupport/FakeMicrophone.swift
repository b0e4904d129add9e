internal import FoundationEssentials
internal import Subprocess

/// A microphone for the real libasound: this repository's ALSA plugin, and a configuration that names it `mic`.
public final class FakeMicrophone: Sendable {
    /// Why there is no fake microphone.
    public struct Failure: Error {
        /// What the compiler said.
        public var reason: String
    }

    private let folder: URL

    /// Makes a microphone.
    ///
    /// - Parameters:
    ///   - samples: what it hears, for each channel the same; then silence.
    ///   - channels: how many channels it has.
    ///   - options: the plugin's other options, such as `rate` and `xrun_at`; `Tests/FakeMicrophone` lists them.
    /// - Throws: ``Failure`` when the plugin cannot be compiled.
    public init(hearing samples: [Float], channels: Int = 1, _ options: [String: Int] = [:]) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "behest-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (library, sound) = (folder.appending(path: "fake.so"), folder.appending(path: "sound.raw"))
        let bytes = samples.flatMap { sample -> [UInt8] in
            let value = UInt16(bitPattern: Int16(max(-32_768, min(32_767, (sample * 32_768).rounded()))))
            return Array(repeatElement([UInt8(value & 0xFF), UInt8(value >> 8)], count: channels).joined())
        }
        try Data(bytes).write(to: sound)
        let settings = options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " ")
        let text = """
            pcm_type.behest_fake { lib "\(library.path)" }
            pcm.mic {
                type behest_fake file "\(sound.path)" channels \(channels) \(settings)
                hint { show on description "Fake microphone" }
            }
            """
        try Data(text.utf8).write(to: URL(filePath: configuration))
        try await compile(to: library)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The configuration's file.
    public var configuration: String { folder.appending(path: "asoundrc").path }

    /// What `ALSA_CONFIG_PATH` is to be for a program: the system's own configuration must stay.
    public var configurationPath: String { "/usr/share/alsa/alsa.conf:\(configuration)" }

    private func compile(to library: URL) async throws {
        let source = Repository.root.appending(path: "Tests/FakeMicrophone/fake_microphone.c")
        let arguments = ["-shared", "-fPIC", "-DPIC", "-Wall", "-o", library.path, source.path, "-lasound"]
        // The compiler that comes with Swift.
        let result = try await Subprocess.run(
            .name("clang"),
            arguments: Arguments(arguments),
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        guard result.terminationStatus.isSuccess else { throw Failure(reason: result.standardError) }
    }
}
