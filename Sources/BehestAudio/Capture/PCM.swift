/// A sound device that is open for capture, as a capture loop needs it: what libasound gives, or a script of a test's.
///
/// It belongs to one thread.
package protocol PCM: AnyObject {
    /// What was agreed with the device, as read back from it.
    var format: PCMFormat { get }

    /// Waits until there is something to read.
    ///
    /// - Parameters:
    ///   - limit: how long to wait at most.
    ///   - stop: ends the wait when it is raised.
    /// - Returns: whether there is something; `false` when the time is over or it was stopped.
    /// - Throws: the fault that the device shows.
    func wait(upTo limit: Duration, orUntil stop: StopSignalHandle) throws(PCMFault) -> Bool

    /// Reads what there is, without waiting.
    ///
    /// - Parameter bytes: takes the frames at its beginning.
    /// - Returns: how many frames were read; 0 when there are none after all.
    /// - Throws: the fault that the device shows.
    func read(into bytes: inout [UInt8]) throws(PCMFault) -> Int

    /// Starts it anew after an overrun.
    ///
    /// - Throws: the fault that prevents it.
    func restart() throws(PCMFault)

    /// Lets it go on after the machine has slept.
    ///
    /// - Throws: the fault that prevents it; `EAGAIN` while the device is not yet ready.
    func resume() throws(PCMFault)

    /// Gives it back.
    func close()
}

/// The form of what a device gives.
package struct PCMFormat: Sendable, Hashable {
    /// How the samples are written.
    package var samples: SampleFormat
    /// How many channels are interleaved.
    package var channels: Int
    /// Frames a second.
    package var rate: Int
    /// How many frames come at once.
    package var periodFrames: Int
    /// How many frames the device keeps when nobody reads.
    package var bufferFrames: Int

    /// Names a form.
    package init(samples: SampleFormat, channels: Int, rate: Int, periodFrames: Int, bufferFrames: Int) {
        self.samples = samples
        self.channels = channels
        self.rate = rate
        self.periodFrames = periodFrames
        self.bufferFrames = bufferFrames
    }

    /// How long a period is.
    package var period: Duration { .seconds(Double(periodFrames) / Double(rate)) }
}

/// What a sound device answers when it cannot do what it is asked: one of the system's error numbers.
package struct PCMFault: Error, Sendable, Hashable {
    /// The number, positive, such as `EPIPE`.
    package var code: Int32

    /// What was being done.
    package var stage: Stage

    /// What can be done with a device.
    package enum Stage: Sendable, Hashable {
        case opening
        case negotiating
        /// It is captured or played.
        case running
    }

    /// Names a fault.
    package init(_ code: Int32, while stage: Stage = .running) {
        self.code = code
        self.stage = stage
    }
}

/// Where sound devices come from, and the time that goes by while one waits for them.
package protocol SoundSystem: Sendable {
    /// The time.
    var now: ContinuousClock.Instant { get }

    /// Opens a device for capture and starts it.
    ///
    /// - Throws: the fault that prevents it.
    func open(_ device: String) throws(PCMFault) -> any PCM

    /// Opens a device for playback.
    ///
    /// - Throws: the fault that prevents it.
    func openForPlayback(_ device: String) throws(PCMFault) -> any PlaybackPCM

    /// Whether it is worth trying to open a device: `false` when it names a sound card that is not there.
    func mayBeThere(_ device: String) -> Bool

    /// Lets some time go by.
    func pause(for time: Duration, orUntil stop: StopSignalHandle)

    /// Which programs hold a device for capture or playback, as far as it can be known.
    func holders(of device: String, for direction: SoundDirection) -> [DeviceHolder]
}

/// A program that holds a sound device.
package struct DeviceHolder: Sendable, Hashable {
    /// The program's name.
    package var program: String
    /// Its process.
    package var process: Int

    /// Names a program.
    package init(program: String, process: Int) {
        self.program = program
        self.process = process
    }
}

/// Which way sound goes.
package enum SoundDirection: Sendable, Hashable {
    /// From a microphone.
    case capture
    /// To a loudspeaker.
    case playback
}
