internal import CTerminal
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Some signals, taken from the process for as long as this is there; afterwards they do nothing.
///
/// None is missed from the moment at which this is made. A signal source of Dispatch's begins to hear on a thread of its own, a
/// little later, and by then the process either has ended or has lost the signal. One signal is taken by one of them at a time.
final class SignalHandle: Sendable {
    private static let pipe = SignalPipe()

    private let signals: [Int32]

    /// - Parameters:
    ///   - signals: the signals' numbers.
    ///   - onSignal: called on a thread of Dispatch's for each that comes in.
    init(_ signals: [Int32], onSignal: @escaping @Sendable () -> Void) {
        self.signals = signals
        for number in signals { Self.pipe.hear(number, onSignal) }
    }

    /// Hears no more.
    func cancel() {
        for number in signals { Self.pipe.hear(number, nil) }
    }
}

/// The pipe into which signals are written, of which a process has one for as long as it lives.
///
/// `nonisolated(unsafe)`: the Dispatch source is only kept here, so that it goes on.
private final class SignalPipe: Sendable {
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let input = signal_pipe()
    /// What is called, by the signals' numbers.
    private let hearers = Mutex<[Int32: @Sendable () -> Void]>([:])

    init() {
        // Without a pipe at the start of a process nothing else would go on either.
        precondition(input >= 0, "no pipe for signals")
        unsafe source = DispatchSource.makeReadSource(fileDescriptor: input, queue: .global())
        unsafe source.setEventHandler { [self] in tell() }
        unsafe source.resume()
    }

    /// Calls something for each signal of a number; nothing when it is to do nothing.
    func hear(_ number: Int32, _ onSignal: (@Sendable () -> Void)?) {
        hearers.withLock { $0[number] = onSignal }
        // Only a signal that no process may catch cannot be.
        precondition(signal_catch(number) == 0, "signal \(number) cannot be caught")
    }

    private func tell() {
        var numbers = [UInt8](repeating: 0, count: 64)
        let count = unsafe numbers.withUnsafeMutableBytes { unsafe read(input, $0.baseAddress, $0.count) }
        for number in numbers.prefix(max(0, count)) {
            hearers.withLock { $0[Int32(number)] }?()
        }
    }
}
