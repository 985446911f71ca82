package org.heartwood.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectLocalFileSystemTest {
  private final Path folder;

  DirectLocalFileSystemTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static FileSystem opened() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", DirectLocalFileSystem.class.getName());
    return FileSystem.newInstance(URI.create("file:///"), configuration);
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  @Test
  void permissionsAreSetAsAskedFor() throws IOException {
    try (FileSystem files = opened()) {
      assertThat(files).isInstanceOf(DirectLocalFileSystem.class);
      try (OutputStream out = files.create(path("a"))) {
        out.write(1);
      }
      for (String wanted : new String[] {"rw-r-----", "rwxr-xr-x", "r--------"}) {
        files.setPermission(path("a"), FsPermission.valueOf("-" + wanted));
        assertThat(Files.getPosixFilePermissions(folder.resolve("a")))
            .isEqualTo(PosixFilePermissions.fromString(wanted));
        assertThat(files.getFileStatus(path("a")).getPermission().toString()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void newFilesAndFoldersFollowTheUsersMask() throws IOException {
    try (FileSystem files = opened()) {
      files.getConf().set("fs.permissions.umask-mode", "027");
      files.create(path("b")).close();
      files.mkdirs(path("c"));
      assertThat(Files.getPosixFilePermissions(folder.resolve("b")))
          .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
      assertThat(Files.getPosixFilePermissions(folder.resolve("c")))
          .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    }
  }
}
