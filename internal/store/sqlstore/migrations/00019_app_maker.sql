-- Until something is connected under an app, it is changed by whoever registered it and those who share a property with them.
ALTER TABLE channel_apps ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
