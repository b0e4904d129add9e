internal import BehestAudio
internal import Dispatch
internal import Synchronization

/// Watches a key on all keyboards of the machine, whatever program has the focus, where the user may read them.
///
/// Nothing but that key is looked at. Keyboards may come and go.
public struct KeyWatch: Sendable {
    /// What there is to tell.
    public enum Event: Sendable, Hashable {
        /// The key goes down.
        case pressed
        /// It goes up, or the keyboard is gone.
        case released
        /// There is a keyboard to be watched, or none any more; in the latter case with the reason and what to do.
        case isWatching(Bool, String)
    }

    private let key: KeyName
    private let folder: String
    private let pause: Duration

    /// Watches a key.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - folder: where the keyboards are.
    ///   - pause: after how long keyboards that are new are looked for.
    public init(_ key: KeyName, in folder: String = "/dev/input", lookingAgainAfter pause: Duration = .seconds(2)) {
        self.key = key
        self.folder = folder
        self.pause = pause
    }

    /// Watches until it is cancelled.
    ///
    /// - Parameter tell: told of each event, one after the other, on a thread of its own.
    /// - Throws: ``AudioError`` when the system gives no descriptor any more.
    public func run(_ tell: @escaping @Sendable (Event) -> Void) async throws {
        let stop = try StopSignalHandle()
        let thread = DispatchQueue(label: "behest.key")
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A serial queue's work has a thread to itself for as long as it takes.
                thread.async { [key, folder, pause] in
                    var keyboards = KeyboardLoop(key: key, folder: folder, tell: tell)
                    while !stop.isRaised { keyboards.step(upTo: pause, orUntil: stop) }
                    continuation.resume()
                }
            }
        } onCancel: {
            stop.raise()
        }
    }
}
