/// What a live source gives, in its order.
public enum SoundEvent: Sendable {
    /// Some sound.
    case block(SoundBlock)

    /// A change in what the source can give.
    case condition(CaptureCondition)
}

/// What a live source can give at the moment.
public enum CaptureCondition: Sendable, Equatable, CustomStringConvertible {
    /// Sound comes in.
    case listening(to: String)

    /// The device is open and has given nothing for a while.
    case stalled(String)

    /// The device gives nothing but zeros.
    case muted(String)

    /// There is no sound for now; it is tried again.
    case unavailable(AudioError)

    /// One sentence for a person.
    public var description: String {
        switch self {
        case .listening(let name): "Listening to \(name.isEmpty ? "the microphone" : "'\(name)'")."
        case .stalled(let name):
            "The microphone '\(name)' is open but gives no sound; it may hang. Unplug it and plug it in again."
        case .muted(let name):
            "The microphone '\(name)' gives only silence. It may be muted: look at its switch and at the mixer."
        case .unavailable(let error): error.message
        }
    }
}
