/// A loudspeaker, played to with ALSA.
///
/// ```swift
/// try await Loudspeaker(device: "default").play(clip)
/// ```
public struct Loudspeaker: Sendable {
    /// The name of ALSA's device, such as `default` or `plughw:CARD=Desk,DEV=0`.
    public let device: String

    private let system: any SoundSystem

    /// Names a loudspeaker; nothing is opened yet.
    ///
    /// - Parameter device: the name of ALSA's device.
    public init(device: String = "default") {
        self.init(device: device, system: ALSASystem())
    }

    /// Takes the loudspeaker from another sound system.
    package init(device: String, system: any SoundSystem) {
        self.device = device
        self.system = system
    }

    /// Plays a clip and returns when it has been heard.
    ///
    /// When the surrounding task is cancelled, the sound stops at once.
    ///
    /// - Throws: ``AudioError`` when the loudspeaker cannot be used; `CancellationError`.
    public func play(_ clip: SoundClip) async throws {
        try await SoundThreadLoop.run { [device, system] thread in
            let loop = PlaybackLoop(clip, on: device, system: system, stop: thread.stop) { thread.abandonably($0) }
            try loop.run()
        }
        try Task.checkCancellation()
    }

    /// Opens the loudspeaker for a moment, to see whether it can be used.
    ///
    /// - Throws: ``AudioError`` when it cannot.
    public func check() async throws {
        try await SoundThreadLoop.run { [device, system] thread in
            // One frame of silence.
            let clip = SoundClip(samples: [0], rate: 48_000)
            let loop = PlaybackLoop(clip, on: device, system: system, stop: thread.stop) { thread.abandonably($0) }
            try loop.run()
        }
    }
}
