internal import Dispatch
internal import Glibc

/// Some signals, taken from the process for as long as this is there.
///
/// `nonisolated(unsafe)`: a Dispatch source may be cancelled from any thread, though its protocol does not say so.
final class SignalHandle: Sendable {
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - signals: the signals' numbers.
    ///   - onSignal: called on a thread of Dispatch's for each that comes in.
    init(_ signals: [Int32], onSignal: @escaping @Sendable () -> Void) {
        unsafe sources = signals.map { number in
            // Otherwise the process would end before the source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: onSignal)
            source.resume()
            return source
        }
    }

    /// Hears no more.
    func cancel() {
        unsafe sources.forEach { $0.cancel() }
    }
}
