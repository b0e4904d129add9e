/// A recording that is played at real speed, as if it were spoken at the microphone.
public struct PacedFile: LiveSource {
    /// How much is given at once: as much as a microphone gives.
    private static let step = VoiceActivityDetector.hopLength * 15 / 16

    /// The file's path.
    public var name: String { source.name }

    private let source: any AudioSource
    private let system: any SoundSystem

    /// Names a file; nothing is read yet.
    public init(path: String) {
        self.init(AudioFile(path: path), system: ALSASystem())
    }

    /// Plays any source by another system's time.
    package init(_ source: any AudioSource, system: any SoundSystem) {
        self.source = source
        self.system = system
    }

    /// Plays it once.
    ///
    /// - Throws: ``AudioError`` when it cannot be read or breaks off, after what came before has been given.
    public func run(into ring: SoundRing) async throws {
        try await SoundThreadLoop.run { [source, system] thread in
            let stream = try source.open()
            ring.report(.listening(to: source.name))
            let start = system.now
            var played = 0
            while !thread.stop.isRaised, let block = try stream.read() {
                var rest = block[...]
                while !rest.isEmpty, !thread.stop.isRaised {
                    let part = rest.prefix(Self.step)
                    rest = rest.dropFirst(part.count)
                    played += part.count
                    let due = start + SoundRing.duration(of: played)
                    system.pause(for: due - system.now, orUntil: thread.stop)
                    ring.write(part, endingAt: due)
                }
            }
        }
    }
}
