// Loaded before the program: its connections to addresses of AWS lead to a port of this machine, as a name server and a
// route would lead them. What it sends, signs and verifies is its own.
const tls = require('node:tls');

const connect = tls.connect;
tls.connect = (options, ...rest) =>
  options.host?.endsWith('.amazonaws.com')
    ? connect(
        { ...options, host: '127.0.0.1', port: Number(process.env.PORT_OF_AWS), servername: options.host },
        ...rest,
      )
    : connect(options, ...rest);
