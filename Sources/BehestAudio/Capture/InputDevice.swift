/// A microphone that could be listened to.
public struct InputDevice: Sendable, Hashable {
    /// What a device gives of itself, before anything is converted.
    public struct Abilities: Sendable, Hashable {
        /// The ways in which it can write samples.
        public var formats: [SampleFormat]
        /// The least and the greatest number of channels.
        public var channels: ClosedRange<Int>
        /// The lowest and the highest rate, in hertz.
        public var rates: ClosedRange<Int>

        /// Names what a device gives.
        public init(formats: [SampleFormat], channels: ClosedRange<Int>, rates: ClosedRange<Int>) {
            self.formats = formats
            self.channels = channels
            self.rates = rates
        }
    }

    /// Whether it can be used now.
    public enum State: Sendable, Hashable {
        /// It can, and this is what it gives.
        case usable(Abilities)
        /// It cannot; why, and what to do.
        case unusable(AudioError)
    }

    /// The name to choose it by; it stays the same when other devices come and go.
    public var id: String

    /// What a person calls it.
    public var name: String

    /// Whether it can be used now.
    public var state: State

    /// Describes a microphone.
    public init(id: String, name: String, state: State) {
        self.id = id
        self.name = name
        self.state = state
    }

    /// The microphones of this machine and those of its sound servers, the default first.
    ///
    /// Each is opened for a moment to see what it can do. That is for a program that ends soon: some of ALSA's plugins
    /// keep something open when they fail.
    ///
    /// - Returns: the devices; none when there is no microphone.
    public static func all() -> [InputDevice] { ALSADevices().all() }
}
