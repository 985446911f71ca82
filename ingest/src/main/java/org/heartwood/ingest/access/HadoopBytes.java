package org.heartwood.ingest.access;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/** The bytes of a file on a Hadoop filesystem: HDFS, or an object store whose jar was added. */
public final class HadoopBytes implements ByteSource {
  private final String location;
  private final FSDataInputStream stream;
  private final long length;

  private HadoopBytes(String location, FSDataInputStream stream, long length) {
    this.location = location;
    this.stream = stream;
    this.length = length;
  }

  /**
   * Opens a file.
   *
   * @param location a URI such as {@code hdfs://namenode/path} or {@code s3a://bucket/key}
   * @param settings Hadoop properties, over those of the {@code core-site.xml} on the class path
   * @throws InputException if there is no such file, or no filesystem for its scheme
   */
  public static HadoopBytes open(String location, Map<String, String> settings) {
    Configuration configuration = new Configuration();
    settings.forEach(configuration::set);
    try {
      Path path = new Path(location);
      FileSystem files = path.getFileSystem(configuration);
      FileStatus status = files.getFileStatus(path);
      if (!status.isFile()) {
        throw missing(location);
      }
      FSDataInputStream stream =
          files
              .openFile(path)
              .withFileStatus(status)
              .opt(
                  OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                  OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM)
              .build()
              .get();
      return new HadoopBytes(location, stream, status.getLen());
    } catch (UnsupportedFileSystemException e) {
      throw withoutFilesystem(location, e);
    } catch (FileNotFoundException e) {
      throw missing(location);
    } catch (IOException | ExecutionException | IllegalArgumentException e) {
      throw unreadable(location, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreadable(location, e);
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) {
      // Hadoop wraps the ClassNotFoundException of a filesystem that its defaults name.
      if (e.getCause() instanceof ClassNotFoundException) {
        throw withoutFilesystem(location, e);
      }
      throw e;
    }
  }

  private static InputException withoutFilesystem(String location, Exception cause) {
    return new InputException(
        Reason.UNSUPPORTED,
        location
            + ": no Hadoop filesystem of this scheme is on the class path; add its jar (for s3a:"
            + " hadoop-aws of the same version as hadoop-client-api, with the AWS SDK bundle) and"
            + " its fs.… settings",
        cause);
  }

  private static InputException missing(String location) {
    return new InputException(Reason.MISSING, location + ": no such file; check the link");
  }

  private static InputException unreadable(String location, Exception cause) {
    return new InputException(
        location + ": cannot be opened (" + cause + "); check the filesystem's settings", cause);
  }

  @Override
  public String name() {
    return location;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int count) throws IOException {
    stream.readFully(position, target, offset, count);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
