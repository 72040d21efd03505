//! What a transaction is on the wires: one selection, writes before reads.

use class_spi::{SpiClient, SpiQueue, SpiRings, SpiWorker};
use embedded_hal_mock::eh1::spi::{Mock, Transaction};

use crate::bench::{Bell, take};

#[test]
fn one_selection_each() {
    let script = [
        Transaction::transaction_start(),
        Transaction::write_vec(vec![0x9F]),
        Transaction::read_vec(vec![0xEF, 0x40, 0x14]),
        Transaction::transaction_end(),
        Transaction::transaction_start(),
        Transaction::write_vec(vec![0x06]),
        Transaction::transaction_end(),
        Transaction::transaction_start(),
        Transaction::read_vec(vec![0x55]),
        Transaction::transaction_end(),
    ];
    let mut device = Mock::new(&script);
    let rings: &'static SpiRings<4, 8, 8> = Box::leak(Box::default());
    let (client, worker) = rings.split().expect("fresh");
    let mut client = SpiClient::new(client, Bell::default());
    let mut worker = SpiWorker::new(device.clone(), worker, Bell::default());
    for (id, write, read) in [(0, &[0x9F][..], 3), (1, &[0x06], 0), (2, &[], 1)] {
        assert_eq!(client.submit(id, write, read), Ok(()));
    }
    while worker.run_one() {}
    let answers: Vec<_> = std::iter::from_fn(|| take(&mut client)).collect();
    let bytes: Vec<_> = answers.into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(bytes, [vec![0xEF, 0x40, 0x14], vec![], vec![0x55]]);
    device.done();
}
