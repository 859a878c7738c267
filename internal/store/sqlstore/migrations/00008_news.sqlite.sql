INSERT INTO settings (key, value) SELECT 'installation', lower(hex(randomblob(16)))
    WHERE NOT EXISTS (SELECT 1 FROM settings WHERE key = 'installation');
