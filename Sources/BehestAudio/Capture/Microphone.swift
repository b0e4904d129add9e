/// A microphone, captured with ALSA.
///
/// What goes wrong on the way is recovered from, and marked: an overrun, the machine's sleep, a device that is unplugged
/// and plugged in again, a sound server that ends and comes back.
///
/// ```swift
/// try await withLiveSound(from: Microphone()) { ring in
///     for try await case .block(let block) in ring.events() { … }
/// }
/// ```
public struct Microphone: LiveSource {
    /// The name of ALSA's device, such as `default` or `plughw:CARD=Yeti,DEV=0`.
    public var name: String { settings.preferred }

    private let settings: CaptureMachine.Settings
    private let system: any SoundSystem

    /// Names a microphone.
    ///
    /// - Parameters:
    ///   - device: the name of ALSA's device; one with a card's id (`CARD=Yeti`) stays the same when others come and go.
    ///   - standIn: the device to take while the other is away, after it was there; `nil` to wait for it.
    ///   - isPatient: whether to wait for a device that is not there at the beginning.
    public init(device: String = "default", standIn: String? = nil, isPatient: Bool = false) {
        let settings = CaptureMachine.Settings(preferred: device, standIn: standIn, isPatient: isPatient)
        self.init(settings, system: ALSASystem())
    }

    /// Takes the microphone from another sound system.
    package init(_ settings: CaptureMachine.Settings, system: any SoundSystem) {
        self.settings = settings
        self.system = system
    }

    /// Captures until the task is cancelled.
    ///
    /// - Throws: ``AudioError`` when the device cannot be opened at the beginning, unless it is to be waited for. That it
    ///   goes away later is no error, but a condition.
    public func run(into ring: SoundRing) async throws {
        try await SoundThreadLoop.run { [settings, system] thread in
            let loop = CaptureLoop(settings, system: system, ring: ring, stop: thread.stop) { thread.abandonably($0) }
            try loop.run()
        }
    }
}
