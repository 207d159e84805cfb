/** A program that says so once it has begun, and then does nothing about anything until it is killed. */
console.log('idle')
setInterval(() => {}, 60_000)
