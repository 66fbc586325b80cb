// A load generator for the gateway: HTTP/1.1 over keep-alive connections to 127.0.0.1, one thread, epoll.
//
//   load PORT PATH BODYFILE closed CONNECTIONS SECONDS        the next request as soon as one is answered
//   load PORT PATH BODYFILE hold   STREAMS     SECONDS        open so many streams, say "ready", keep them open
//
// Prints one line of JSON: answers, faults, chunks (as the server framed them), bytes, and microseconds to the first
// byte of the body. An answer counts when it is a 200 and complete; a stream also needs its own ending.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_LIMIT = 16384, READ_SIZE = 1 << 18, SAMPLES = 1 << 20 };

typedef struct {
  int fd;
  size_t sent;
  char head[HEAD_LIMIT];
  size_t head_size;
  int has_head, chunked, ok, is_stream;
  long left;              // of a body with a length, or of the chunk
  enum { SIZE, DATA, TAIL, TRAILER } phase;
  char line[32];
  size_t line_size;
  char tail[64];          // the last bytes of the body
  long long begun, first;
} Connection;

static char *request;
static size_t request_size;
static long long answers, faults, chunks, bytes;
static unsigned *samples;
static size_t sample_count;
static int port, poller;

static long long now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void watch(Connection *c, unsigned events, int operation) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  epoll_ctl(poller, operation, c->fd, &event);
}

static void begin(Connection *c) {
  c->sent = c->head_size = c->line_size = 0;
  c->has_head = c->chunked = c->ok = c->is_stream = 0;
  c->left = 0;
  c->phase = SIZE;
  c->first = 0;
  memset(c->tail, 0, sizeof c->tail);
  c->begun = now_us();
}

static int open_connection(Connection *c) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0) return -1;
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
  watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
  begin(c);
  return 0;
}

static void send_more(Connection *c) {
  while (c->sent < request_size) {
    ssize_t n = write(c->fd, request + c->sent, request_size - c->sent);
    if (n <= 0) return;
    c->sent += (size_t)n;
  }
  watch(c, EPOLLIN, EPOLL_CTL_MOD);
}

static void keep_tail(Connection *c, const char *data, size_t size) {
  size_t limit = sizeof c->tail;
  if (size >= limit) {
    memcpy(c->tail, data + size - limit, limit);
  } else {
    memmove(c->tail, c->tail + size, limit - size);
    memcpy(c->tail + limit - size, data, size);
  }
}

static int head_is_complete(Connection *c) {
  char *end = memmem(c->head, c->head_size, "\r\n\r\n", 4);
  if (!end) return 0;
  *end = 0;
  c->ok = strncmp(c->head, "HTTP/1.1 200", 12) == 0;
  c->chunked = strcasestr(c->head, "transfer-encoding: chunked") != NULL;
  c->is_stream = strcasestr(c->head, "text/event-stream") != NULL;
  char *length = strcasestr(c->head, "content-length:");
  c->left = length && !c->chunked ? atol(length + 15) : 0;
  c->has_head = 1;
  return (int)(end + 4 - c->head);
}

// Whether the answer is complete.
static int body(Connection *c, const char *data, size_t size) {
  size_t at = 0;
  while (at < size || (!c->chunked && c->left == 0)) {
    if (!c->chunked) {
      size_t take = size - at < (size_t)c->left ? size - at : (size_t)c->left;
      c->left -= (long)take;
      at += take;
      bytes += (long long)take;
      if (c->left == 0) return 1;
      continue;
    }
    char byte = data[at];
    switch (c->phase) {
      case SIZE:
        at++;
        if (byte == '\n') {
          c->line[c->line_size] = 0;
          c->left = strtol(c->line, NULL, 16);
          c->line_size = 0;
          c->phase = c->left ? DATA : TRAILER;
          if (c->left) chunks++;
        } else if (c->line_size < sizeof c->line - 1) {
          c->line[c->line_size++] = byte;
        }
        break;
      case DATA: {
        size_t take = size - at < (size_t)c->left ? size - at : (size_t)c->left;
        keep_tail(c, data + at, take);
        c->left -= (long)take;
        at += take;
        bytes += (long long)take;
        if (c->left == 0) c->phase = TAIL;
        break;
      }
      case TAIL:
        at++;
        if (byte == '\n') c->phase = SIZE;
        break;
      case TRAILER:
        at++;
        if (byte == '\n') return 1;
        break;
    }
  }
  return 0;
}

static int has_ending(Connection *c) {
  return memmem(c->tail, sizeof c->tail, "[DONE]", 6) || memmem(c->tail, sizeof c->tail, "message_stop", 12);
}

// 1: answered, -1: broken, 0: more to come.
static int receive(Connection *c) {
  static char buffer[READ_SIZE];
  for (;;) {
    ssize_t n = read(c->fd, buffer, sizeof buffer);
    if (n < 0) return errno == EAGAIN ? 0 : -1;
    if (n == 0) return -1;
    char *data = buffer;
    size_t size = (size_t)n;
    if (!c->has_head) {
      if (c->head_size + size >= HEAD_LIMIT && size > HEAD_LIMIT / 2) size = HEAD_LIMIT - c->head_size - 1;
      size_t known = c->head_size;
      memcpy(c->head + known, data, size);
      c->head_size += size;
      int end = head_is_complete(c);
      if (!end) {
        if (c->head_size >= HEAD_LIMIT - 1) return -1;
        continue;
      }
      data += (size_t)end - known;
      size = (size_t)n - ((size_t)end - known);
    }
    if (size && !c->first) c->first = now_us();
    if (body(c, data, size)) {
      if (!c->ok || (c->is_stream && !has_ending(c))) return -1;
      if (sample_count < SAMPLES) samples[sample_count++] = (unsigned)((c->first ? c->first : now_us()) - c->begun);
      answers++;
      return 1;
    }
  }
}

static int ascending(const void *a, const void *b) {
  unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
  return left < right ? -1 : left > right;
}

int main(int argc, char **argv) {
  if (argc != 7) return fprintf(stderr, "usage: load PORT PATH BODYFILE closed|hold CONNECTIONS SECONDS\n"), 2;
  port = atoi(argv[1]);
  int holds = strcmp(argv[4], "hold") == 0, count = atoi(argv[5]);
  double seconds = atof(argv[6]);
  if (count < 1 || count > 5000 || seconds <= 0 || seconds > 120) return fprintf(stderr, "load: out of bounds\n"), 2;
  FILE *file = fopen(argv[3], "rb");
  if (!file) return perror(argv[3]), 1;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  request = malloc((size_t)size + 1024);
  samples = malloc(SAMPLES * sizeof *samples);
  int head = snprintf(
      request, 1024,
      "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer load\r\nx-api-key: load\r\n"
      "anthropic-version: 2023-06-01\r\nContent-Type: application/json\r\nContent-Length: %ld\r\n\r\n",
      argv[2], size);
  if (fread(request + head, 1, (size_t)size, file) != (size_t)size) return 1;
  request_size = (size_t)head + (size_t)size;

  poller = epoll_create1(0);
  Connection *all = calloc((size_t)count, sizeof *all);
  for (int i = 0; i < count; i++) {
    if (open_connection(&all[i]) != 0) return perror("connect"), 1;
    // A server accepts only so many at once.
    if (holds && i % 20 == 19) usleep(20000);
  }
  long long start = now_us(), end = start + (long long)(seconds * 1e6);
  int waiting = holds ? count : 0;
  struct epoll_event events[256];
  while (now_us() < end) {
    int n = epoll_wait(poller, events, 256, 50);
    for (int i = 0; i < n; i++) {
      Connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) send_more(c);
      if (!(events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
      long long before = c->first;
      int outcome = receive(c);
      if (holds && !before && c->first && --waiting == 0) {
        printf("ready\n");
        fflush(stdout);
        end = now_us() + (long long)(seconds * 1e6);
      }
      if (outcome == 0) continue;
      if (outcome < 0) {
        faults++;
        close(c->fd);
        if (faults > 1000 || open_connection(c) != 0) goto over;
        continue;
      }
      begin(c);
      watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }
  }
over:;
  double took = (double)(now_us() - start) / 1e6;
  qsort(samples, sample_count, sizeof *samples, ascending);
  printf("{\"answers\": %lld, \"faults\": %lld, \"chunks\": %lld, \"bytes\": %lld, \"seconds\": %.3f, \"first_byte_us\": %u}\n",
         answers, faults, chunks, bytes, took, sample_count ? samples[sample_count / 2] : 0);
  return 0;
}
