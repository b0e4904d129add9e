/// A sound device that is open for playback, as a playback loop needs it: what libasound gives, or a script of a test's.
///
/// It belongs to one thread.
package protocol PlaybackPCM: AnyObject {
    /// What was agreed with the device, as read back from it.
    var format: PCMFormat { get }

    /// Waits until there is room for more.
    ///
    /// - Parameters:
    ///   - limit: how long to wait at most.
    ///   - stop: ends the wait when it is raised.
    /// - Returns: whether there is room; `false` when the time is over or it was stopped.
    /// - Throws: the fault that the device shows.
    func wait(upTo limit: Duration, orUntil stop: StopSignalHandle) throws(PCMFault) -> Bool

    /// Writes frames without waiting; the first ones start it.
    ///
    /// - Returns: how many were taken, from the first; 0 when there was no room after all.
    /// - Throws: the fault that the device shows.
    func write(_ bytes: ArraySlice<UInt8>) throws(PCMFault) -> Int

    /// How many of the frames that were written have not been heard yet.
    ///
    /// - Throws: the fault that the device shows.
    func pendingFrames() throws(PCMFault) -> Int

    /// Starts it anew after it ran dry.
    ///
    /// - Throws: the fault that prevents it.
    func restart() throws(PCMFault)

    /// Lets it go on after the machine has slept.
    ///
    /// - Throws: the fault that prevents it; `EAGAIN` while the device is not yet ready.
    func resume() throws(PCMFault)

    /// Gives it back; what has not been heard yet never will be.
    func close()
}
